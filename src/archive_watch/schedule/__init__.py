"""History to when and what next: how long a host is left alone between two requests.  Pure."""
