"""Telling people: what came to pass becomes messages, and messages are sent until they are taken.

``know_channels`` → ``compose_messages`` → ``send_messages``, each safe to be cut short anywhere; a
round of all three is ``tell_people``.
"""
