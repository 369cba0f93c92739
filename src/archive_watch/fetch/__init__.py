"""The network door: asks one address at a time, and returns bytes or the reason there are none.

Promises: no connection to an address that was not judged first; an end within the deadline; never
more memory than the caps; every fact about the world a value (``Response.refusal``), never an
exception.  Refuses: browsers, scripts, proxies from the environment, unverified TLS.
httpx and httpcore are imported here and nowhere else, and nothing of theirs leaves.
"""

import sys

# httpx looks for its console, which brings rich and pygments: a tenth of a second at each start.
if "httpx" not in sys.modules:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]  # so that it is not found
    import httpx  # noqa: F401

    del sys.modules["httpx._main"]
