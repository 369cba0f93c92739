"""Copies of the archive, and the folding of its oldest checks."""
