"""The configuration: TOML files in, frozen settings out, and where each value came from."""

from archive_watch.config.files import ProfileFile, map_file, profile_files
from archive_watch.config.load import Loaded, load
from archive_watch.config.pace import checked_pace
from archive_watch.config.settings import Settings

__all__ = [
    "Loaded",
    "ProfileFile",
    "Settings",
    "checked_pace",
    "load",
    "map_file",
    "profile_files",
]
