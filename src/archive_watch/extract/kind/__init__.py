"""What a page is before its words are read: content, or a block page, a missing page, a notice."""
