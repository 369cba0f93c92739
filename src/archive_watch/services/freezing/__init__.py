"""Frozen pages: under which contract a page stands, and what is told when it is edited."""
