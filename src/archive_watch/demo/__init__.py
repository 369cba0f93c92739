"""The demo: a small invented archive in the style of five eras, and three days in its life.

Nothing in it is real: the hosts end in ``.example``, the countries, people and events are made up,
and the pages are served on loopback only.
"""
