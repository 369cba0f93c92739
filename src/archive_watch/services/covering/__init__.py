"""What the watch does not see: pages that nobody has read for a long time."""
