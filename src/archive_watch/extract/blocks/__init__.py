"""The content as blocks: markup parted into stretches, each read once, and what it makes of them."""
