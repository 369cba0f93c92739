"""The diff stage: the steps that lead from one transcript to another.  Pure; see ``align``."""
