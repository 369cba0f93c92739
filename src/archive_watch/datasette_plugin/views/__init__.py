"""The pages of an archive, one file each: from an open archive and a question to what is drawn.

A view reads and decides nothing about the web; SQL is in ``storage/``, what is derived in
``services/telling/``, words and HTML pieces in ``report/``.
"""
