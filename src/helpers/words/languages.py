"""Words are counted, weighed and compared within one language."""

from helpers.errors import InputError


def together(articles):
    """InputError where articles (DataFrame, with a column ``language`` or without) are in more than
    one language; those of which none is known count as being in any."""
    if "language" not in articles:
        return
    known = articles["language"].dropna()
    known = sorted({*known[known != ""].astype("str")})
    if len(known) > 1:
        raise InputError(
            f"the articles are in {', '.join(known)}, and words, frames and codes compare within "
            f"one language: corpus.one_language(study, {known[0]!r}), or "
            f"study.where(\"language == '{known[0]}'\")"
        )
