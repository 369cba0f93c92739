"""What leaves the archive for other tools: captures as WARC files, rows as JSON lines or CSV."""
