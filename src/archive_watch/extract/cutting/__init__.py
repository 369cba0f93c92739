"""Where on a page things stand: the content, the fields, the frame around them, what it is called."""
