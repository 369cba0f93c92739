"""Proving that the archive says what its bytes say, and reading those anew."""
