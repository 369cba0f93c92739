"""The doors to people: one file for each way in which a message leaves the program.

A door takes a ``Message`` and returns a ``Delivery``: that nobody took it is a value.  Doors know no
archive, no schedule and no configuration file; what they send by (a POST through the guarded
network) is handed to them, for doors never import one another.  Nothing of theirs may hang: each
send ends within its deadline.  No secret is in a ``Delivery`` or in a log.
"""
