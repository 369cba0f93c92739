"""Captures that others made, WARC files first, brought in as checks."""
