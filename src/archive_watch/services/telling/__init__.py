"""Answers to readers' questions: no writing, no asking of hosts."""
