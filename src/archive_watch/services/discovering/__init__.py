"""Finding pages: sitemaps, feeds and listings, walked, judged and kept."""
