"""What readers judge of what the watch has found: marks, kept with who made them and when."""
