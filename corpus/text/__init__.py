"""Strings and arrays in, strings and arrays out. Nothing here sees a batch, a file or a clock."""
