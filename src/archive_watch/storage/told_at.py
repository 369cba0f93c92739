"""Where a change is told to be: at its page's address; a template's at the root of its site.

A site may answer over plain HTTP alone: its root then has the scheme that its pages have.  The
views ``recent_changes`` and ``removed_text`` say the same in their own words.
"""

from __future__ import annotations

URL = (
    "coalesce(p.url, iif(EXISTS (SELECT 1 FROM pages h WHERE h.site_id = s.id AND h.url LIKE"
    " 'https:%'), 'https://', 'http://') || s.host || '/')"
)
"""Of a change whose page is ``p`` (or none) and whose site is ``s``, in SQL."""
