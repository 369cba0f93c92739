"""One change made into what an editor, a lawyer or a reader can hold against us."""
