"""One question over everything: words, parts of words, slips of the pen, phone numbers and meaning."""
