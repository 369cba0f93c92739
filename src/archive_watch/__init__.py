"""archive-watch: keeps every version of what archived government pages say, and tells what changed.

A page flows down one line and never back::

    discover → schedule → fetch → extract → normalise → version → diff → classify → report

Each word is a package of this folder (``version`` lives in ``versioning``).  The floors of the
house, from the top; imports only go down::

    faces      cli · daemon · datasette_plugin
    services   services                              one verb a file: compose stages with doors
    doors      fetch | storage | notify | config     the only code that touches the world
    stages     discover … report                     pure: bytes, times and numbers in, values out
    ground     model · errors                        frozen nouns
"""

__version__ = "0.1.0"
