"""One small stylesheet for every page that the report stage draws: calm, readable, dark too.

Removed and added words differ by line and border as well as by colour, so that nobody needs to
see red and green; the colours are orange and blue.
"""

from base64 import b64encode
from hashlib import sha256
from re import sub

STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6677;--paper:#fdfcf9;--card:#fff;--line:#dfdcd3;
--gone:#8a3b00;--gone-bg:#fdeedd;--came:#0a4a8f;--came-bg:#e2eefb;--accent:#7a2e1f}
@media screen and (prefers-color-scheme:dark){
:root{--ink:#e6e3dc;--soft:#a5adba;--paper:#14171c;--card:#1b1f26;
--line:#333a45;--gone:#ffb879;--gone-bg:#3a2412;--came:#9cc8ff;--came-bg:#12283f;--accent:#f0a08c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:17px/1.55 Charter,"Bitstream Charter","Iowan Old Style",Georgia,serif;text-rendering:optimizeLegibility}
main,header.top,footer{max-width:46rem;margin:0 auto;padding:0 1.2rem}
header.top{padding-top:2.6rem}header.top,footer{overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.22;margin:0 0 .5rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.05rem;margin:2.6rem 0 .8rem;padding-bottom:.35rem;border-bottom:1px solid var(--line);
font-family:system-ui,sans-serif;font-weight:600;display:flex;justify-content:space-between;flex-wrap:wrap;
gap:0 1rem;overflow-wrap:anywhere}
h2 span,.meta,.facts,footer,.tag,nav{font-family:system-ui,sans-serif}
h2 span{color:var(--soft);font-weight:400;white-space:nowrap;overflow-wrap:normal}
h2 a{min-width:0}
h3{font-size:1.12rem;line-height:1.35;margin:0 0 .2rem}
p{margin:.35rem 0}
code{font-size:.85em}
a{color:var(--came)}
.lead{color:var(--soft);margin:.2rem 0}
article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem 1.15rem;
margin:0 0 .9rem;overflow-wrap:anywhere}
article.gone{border-left:5px solid var(--gone)}
.meta{font-size:.8rem;color:var(--soft);margin:.55rem 0 0;line-height:1.5}
.meta a,.address,.address a{color:inherit;text-decoration-color:var(--line)}
.address{display:block;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.74rem;color:var(--soft)}
.tag{display:inline-block;font-size:.72rem;padding:.06rem .5rem;border:1px solid var(--line);
border-radius:99px;margin:0 .25rem .2rem 0;color:var(--soft)}
.tag.strong{border-color:var(--accent);color:var(--accent)}
.who{font:600 .78rem system-ui,sans-serif;letter-spacing:.03em;color:var(--soft);
display:block;margin-top:.45rem}
del,ins{padding:.05em .15em;border-radius:3px;box-decoration-break:clone;-webkit-box-decoration-break:clone}
del{color:var(--gone);background:var(--gone-bg);text-decoration:line-through;
border-bottom:1px dashed currentColor}
ins{color:var(--came);background:var(--came-bg);text-decoration:none;border-bottom:2px solid currentColor}
del+.hidden+ins{margin-left:.12em}
.moved{border-left:3px solid var(--line);padding-left:.7rem}
.moved>:first-child{font:600 .78rem system-ui,sans-serif;color:var(--soft);display:block}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ul.plain{list-style:none;padding:0;margin:0}ul.plain li{margin:.4rem 0}
.quiet{padding:1.4rem;text-align:center;color:var(--soft)}
details{margin:.6rem 0;color:var(--soft)}summary{cursor:pointer;font:.85rem system-ui,sans-serif}
.turn{margin:.55rem 0}
footer{color:var(--soft);font-size:.8rem;padding-top:2.4rem;padding-bottom:3rem}
@media (max-width:34rem){body{font-size:16px}h1{font-size:1.4rem}header.top{padding-top:1.4rem}
article{padding:.8rem .85rem}}
@media print{body{background:#fff;color:#000}article{break-inside:avoid;border-color:#999}
details[open] summary{display:none}}
@media (forced-colors:active){del,ins{forced-color-adjust:none}}
"""


def coded(escaped: str) -> str:
    """Escaped text in which what is to be typed, between backticks, is code."""
    return sub("`([^`]+)`", r"<code>\1</code>", escaped)


def html_page(title: str, body: str, *, style: str = "", script: str = "") -> str:
    """A whole HTML page, self-contained: no request to anywhere, no script but the one given.

    ``title`` and ``body`` are already escaped; ``style`` is added to the stylesheet.  The browser runs
    and applies only what has the digests of our own style and script (CSP level 3, section 2.3.1).
    """
    looks = f"{STYLE}{style}"
    policy = "default-src 'none'; " + f"style-src {_digest(looks)}; "
    policy += f"script-src {_digest(script)}; " if script else ""
    policy += "base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{title}</title><style>{looks}</style></head><body>\n{body}\n"
        + (f"<script>{script}</script>" if script else "")
        + "</body></html>\n"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
