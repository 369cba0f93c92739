"""Asking links: each address once a cycle, patiently, and with an eye on whether it is our own line."""
