"""From an answer's bytes to markup that may be parsed: what they are, how they are decoded, whether
they are whole, and what they would cost."""
