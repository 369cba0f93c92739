"""The nouns: frozen, keyword-only, and free of any import of ours but each other's."""
