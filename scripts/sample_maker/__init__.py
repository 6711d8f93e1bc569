"""What `scripts/make_sample.py` is made of: dates, spellings of Unicode, pages, forms."""
