"""The version stage: which state a page is in, and what its checks add up to.  Pure."""
