"""Which blocks are words of the page, what each is, who speaks them, and where they point."""
