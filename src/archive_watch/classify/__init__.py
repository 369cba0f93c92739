"""The classify stage: what a change means, where a page stands, how healthy a link is.  Pure."""
