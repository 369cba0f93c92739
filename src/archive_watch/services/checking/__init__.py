"""From a page whose turn it is to a check that is kept."""
