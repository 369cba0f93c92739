"""History to when and what next: which page is worth its next request, and when its host may be asked.

Pure: the moment is an argument, and so is what was learnt.
"""
