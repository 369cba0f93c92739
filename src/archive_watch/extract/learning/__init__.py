"""Hosts that no profile knows: what their own pages teach, and the last resort."""
