"""Bytes to addresses: what a host asks of us, and which pages it says it has.  Pure."""
