"""Why input could not be read, or a page was given up: each is the `reason` of a removed row."""

from __future__ import annotations

# fmt: off
PROBLEMS = {
    "empty_file":         "the file has no bytes, or only white space",
    "unreadable_file":    "the file could not be opened or read: missing, a broken link, no permission, not a regular file",
    "unknown_format":     "the file's name does not end in a format that the toolkit reads",
    "damaged_archive":    "the compressed file or archive is damaged from this place on; what came before it was read",
    "truncated_archive":  "the compressed file or archive ends too early; what came before the end was read",
    "misnamed":           "the file is compressed, which its name does not say: add .gz or .zst to the name",
    "encrypted":          "the Parquet file is encrypted: write it anew without",
    "no_page":            "the archive holds records, but none of a page",
    "damaged_body":       "the archived response is not what its HTTP headers say, nor text as it is",
    "not_json":           "the line is not a JSON object",
    "utf16_rows":         "JSON lines are UTF-8, and this file is UTF-16: convert it (iconv -f UTF-16 -t UTF-8)",
    "no_text":            "the row has neither text nor html that is a string",
    "no_text_column":     "the Parquet file has neither a text nor an html column of strings",
    "invalid_utf8":       "bytes that are declared or taken to be UTF-8 are not",
    "undecodable":        "the bytes are no text in the encoding that is declared or seems likely",
    "not_text":           "the bytes are not text: NUL bytes throughout, or a binary file",
    "too_large":          "the page is larger than `max_page_bytes`",
    "http_error":         "the server answered with a status other than 200",
    "not_html":           "the archived response is neither HTML nor plain text",
}
"""Of the stage `read`."""

GIVEN_UP = {
    "too_large":           "it has more characters than a page of news ({max_chars:,.0f}): divide a dump of many pages",
    "too_many_lines":      "it has more lines than a page of news ({max_lines:,.0f}): divide a dump of many pages",
    "too_deep":            "its elements are nested deeper than any browser shows ({max_depth:,.0f})",
    "too_many_elements":   "it has more elements than a page of news ({max_nodes:,.0f})",
    "too_many_attributes": "one of its tags has thousands of attributes",
}
"""Of the stage `extract`; the numbers are thresholds of `corpus.tables.lines`."""
# fmt: on
