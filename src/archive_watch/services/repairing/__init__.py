"""repairing: look for where the documents of broken links are now, and see to it that it stays so."""
