"""Keep the search indexes whole: what waits is put in, what does not agree is made anew."""
