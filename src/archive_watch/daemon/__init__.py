"""The daemon: APScheduler ticks, the due-queue in the database says what to do."""
