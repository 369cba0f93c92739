"""The report stage: what happened, told to readers.  Pure: a ``Digest`` in, text out."""
