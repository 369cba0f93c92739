"""The archive on disk: one SQLite file, one writer at a time, nothing ever deleted.

The only package that imports sqlite3 and sqlite_utils.  Every function takes an open ``Archive``;
those that write expect to be called inside ``archive.writing()``, which is one transaction.
"""
