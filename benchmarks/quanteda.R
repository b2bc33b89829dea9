# What quanteda takes for the tasks of speed.py, in R as its users write it.
#
# Rscript quanteda.R TASK TEXTS LEXICON THREADS [RESULT]
#   TASK     "tfidf", "counts" or "lexicon"
#   TEXTS    a file with one article a line
#   LEXICON  a file with a category and a pattern a line, a tab between
#   RESULT   where to put the result, for a comparison cell by cell
# Prints one line of JSON, as `speed.py --one` does.

suppressPackageStartupMessages(library(quanteda))
arguments <- commandArgs(TRUE)
quanteda_options(threads = as.integer(arguments[4]))
texts <- readLines(arguments[2], encoding = "UTF-8", warn = FALSE)
lexicon <- read.delim(arguments[3], header = FALSE, quote = "", colClasses = "character")
patterns <- split(lexicon[[2]], factor(lexicon[[1]], unique(lexicon[[1]])))

words <- function() tokens_tolower(tokens(texts, remove_punct = TRUE))

tfidf <- function() {
  counts <- dfm(tokens_ngrams(words(), n = 1:2, concatenator = " "), tolower = FALSE)
  counts <- dfm_trim(counts, min_docfreq = 10)
  idf <- log((1 + ndoc(counts)) / (1 + docfreq(counts))) + 1
  weights <- as(counts, "CsparseMatrix") %*% Matrix::Diagonal(x = unname(idf))
  colnames(weights) <- featnames(counts)
  Matrix::Diagonal(x = 1 / sqrt(Matrix::rowSums(weights^2))) %*% weights
}

counts <- function() as(dfm(words(), tolower = FALSE), "CsparseMatrix")

# Punctuation stays, so that phrases end with the sentence; commas go, as for the other peers.
lookup <- function() {
  split <- tokens_remove(tokens(texts), ",", valuetype = "fixed")
  as(dfm(tokens_lookup(split, dictionary(patterns)), tolower = FALSE), "CsparseMatrix")
}

# As `mark` in speed.py: terms, cells, and sums by row and column.
mark <- function(matrix) {
  terms <- sort(colnames(matrix), method = "radix")
  in_order <- if (arguments[1] == "lexicon") names(patterns) else terms
  sums <- list(Matrix::rowSums(matrix), Matrix::colSums(matrix)[in_order])
  weighted <- sapply(sums, function(s) sum(s * cos(seq_along(s) - 1)))
  c(ncol(matrix), sum(matrix@x != 0), sum(matrix@x), weighted)
}

peak <- function() {
  status <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", status)) * 1024 / 1e9
}

work <- list(tfidf = tfidf, counts = counts, lexicon = lookup)[[arguments[1]]]
held <- peak()
seconds <- system.time(result <- work())[["elapsed"]]
found <- list(seconds = seconds, peak_gb = peak(), texts_gb = held)
again <- if (seconds < 20) system.time(work())[["elapsed"]] else "null"
if (length(arguments) > 4) {
  Matrix::writeMM(result, arguments[5])
  writeLines(colnames(result), paste0(arguments[5], ".names"), useBytes = TRUE)
}
cat(sprintf(
  '{"seconds": %.6f, "peak_gb": %.6f, "texts_gb": %.6f, "again": %s, "mark": [%s]}\n',
  found$seconds, found$peak_gb, found$texts_gb, again,
  paste(format(mark(result), digits = 15, scientific = FALSE, trim = TRUE), collapse = ", ")
))
