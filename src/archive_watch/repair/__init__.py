"""repair: where a document may be found that its link no longer leads to.

A stage as the others are: pure.  Candidates come in the order in which they are likely, each with
its kind and the reason in plain words: where the server itself sends for good, what its notice says,
the same address spelt otherwise, a sister host by the map of hosts, a page of our own archive, a copy
in a web archive.  A candidate is nothing yet.  It is asked, and what answers is compared with all that
is known of the document: the words it had when we read it, its title, the words of the link and those
around it, the words of its address.  What cannot be told from another document is not offered: a wrong
repair is worse than none.  Nothing stored is ever rewritten.
"""
