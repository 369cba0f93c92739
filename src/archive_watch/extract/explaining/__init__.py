"""Why each block of a page was kept or left out, told by the values that decided it."""
