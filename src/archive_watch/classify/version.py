"""The number of the rules by which changes are classified, kept with each change.

It rises when the rules would call a change by another kind, weigh it otherwise or raise other flags.
A change keeps what it was told as; ``changes reclassify`` judges it by today's rules where its
reader asks for that (docs/decisions/0035).  Number 1 are the rules before they were numbered;
number 3 knows that an edit of a frozen page weighs more; number 4 the same date, hour, sum or name
in another form, that a.m. is not p.m., and that ``No. 2`` denies nothing.
"""

from __future__ import annotations

CLASSIFIER_VERSION = 4
