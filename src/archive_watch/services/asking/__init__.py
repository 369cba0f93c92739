"""Speaking with hosts: politely, by their robots, and knowing when it is us who are offline."""
