"""Cutting pages that are dear or dangerous to parse, in a child that can be killed."""
