"""What a page says of itself: the lines at its head, its dates, its names and its people."""
