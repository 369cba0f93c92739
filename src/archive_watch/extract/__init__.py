"""The extract stage: from bytes to a transcript.  Pure; see ``page.cut_page`` and ``page.read_cut``.

Cut with a browser's parser (lexbor), read the slice with BeautifulSoup: on real archive pages
other parsers put the article inside the navigation.
"""
