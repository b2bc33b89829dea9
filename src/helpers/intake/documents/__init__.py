"""Articles from Word, RTF and PDF files."""
