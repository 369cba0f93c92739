"""The extract stage: from bytes to a transcript.  Pure; see ``page.cut_page`` and ``page.read_cut``.

``intake`` (bytes → markup within the budget) → ``cutting`` (where things stand) → ``kind`` (what the
page is) → ``blocks`` (the content in pieces) → ``words`` and ``heading`` (what it says).  ``learning``
is for hosts that no profile knows, ``explaining`` tells why.  Cut with a browser's parser (lexbor),
read the slice with BeautifulSoup: on real archive pages other parsers put the article inside the
navigation.
"""
