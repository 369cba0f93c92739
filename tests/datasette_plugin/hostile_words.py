"""What a hostile page may say: each of it words to us, and a script to whoever lets it become one.

What a script would do is ``window.__hit = 1``, what an element would be is ``data-hit``, and what a
template would make of ``7*7`` is ``49hit``.
"""

from __future__ import annotations

_RUN = "window.__hit=1"
_TAGS = [
    f"<script data-hit>{_RUN}</script>",
    f"<ScRiPt data-hit>{_RUN}</sCrIpT>",
    f"<script/data-hit>{_RUN}</script >",
    f"<scr<script>ipt data-hit>{_RUN}</script>",
    f"<img data-hit src=x onerror={_RUN}>",
    f"<img data-hit src=x:x onerror='{_RUN}'//",
    f"<svg data-hit onload={_RUN}>",
    f"<svg data-hit><script>{_RUN}</script></svg>",
    f"<svg data-hit><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<svg data-hit><set attributeName=href to=javascript:{_RUN}>",
    f"<svg data-hit><use href='data:image/svg+xml,<svg onload={_RUN}>'/></svg>",
    f"<svg data-hit><foreignObject><body onload={_RUN}></foreignObject></svg>",
    f"<math data-hit><mtext><img src=x onerror={_RUN}></mtext></math>",
    f"<body data-hit onload={_RUN}>",
    f"<details data-hit open ontoggle={_RUN}>",
    f"<video data-hit><source onerror={_RUN}></video>",
    f"<audio data-hit src=x onerror={_RUN}>",
    f"<input data-hit autofocus onfocus={_RUN}>",
    f"<select data-hit autofocus onfocus={_RUN}></select>",
    f"<textarea data-hit autofocus onfocus={_RUN}></textarea>",
    f"<marquee data-hit onstart={_RUN}>",
    f"<iframe data-hit srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<iframe data-hit src=javascript:parent.{_RUN}></iframe>",
    f"<object data-hit data='data:text/html,<script>{_RUN}</script>'></object>",
    f"<embed data-hit src='javascript:{_RUN}'>",
    f"<form data-hit action=javascript:{_RUN}><button>go</button></form>",
    f"<a data-hit href='javascript:{_RUN}'>go</a>",
    "<base data-hit href=https://evil.example/>",
    "<link data-hit rel=stylesheet href=https://evil.example/a.css>",
    "<meta data-hit http-equiv=refresh content='0;url=https://evil.example/'>",
    "<style data-hit>*{background:url(https://evil.example/a)}</style>",
    "<img data-hit src=https://evil.example/pixel.gif>",
    f"<template data-hit><script>{_RUN}</script></template>",
    f"<noscript><p title='</noscript><img data-hit src=x onerror={_RUN}>'>",
    f"<xmp><p title='</xmp><img data-hit src=x onerror={_RUN}>'>",
    f"<custom-element data-hit onpointerrawupdate={_RUN} tabindex=1>x",
]
_WAYS_OUT = ['">', "'>", "</title>", "</script>", "</textarea>", "-->", "]]>", '" x="']
_OUT_OF_PLACE = [f"{out}<img data-hit src=x onerror={_RUN}>" for out in _WAYS_OUT]
_ATTRIBUTES = [
    f"{quote} data-hit onmouseover={_RUN} autofocus onfocus={_RUN} {quote}"
    for quote in ('"', "'", "`")
]
_SCRIPTS = [
    f"';{_RUN};//", f'";{_RUN};//', f"\\';{_RUN};//", f"</script><script data-hit>{_RUN}//",
    f"\u2028{_RUN}\u2029", f"${{{_RUN}}}",
]  # fmt: skip
_TEMPLATES = [
    "{{ 7*7 }}hit",
    "{% print 7*7 %}hit",
    "{{ config.__class__ }}",
    "${7*7}hit",
    "<%= 7*7 %>hit",
]
_UNICODE = [
    f"\u202e<script data-hit>{_RUN}</script>\u202c",
    f"\uff1cscript data-hit\uff1e{_RUN}\uff1c/script\uff1e",
    f"+ADw-script data-hit+AD4-{_RUN}+ADw-/script+AD4-",
    f"\u2066<img data-hit src=x onerror={_RUN}>\u2069\u200b\u200f",
    f"[[<b data-hit>{_RUN}</b>]] ]]<img data-hit src=x onerror={_RUN}>[[",
    "\U000e0041\U000e0042 tags, \ufeff marks and \ufffd",
]
_LONG = [f"<img data-hit src=x onerror={_RUN}>" * 300, "<b data-hit>" * 500, "A" * 20_000]

PAYLOADS = (
    *_TAGS, *_OUT_OF_PLACE, *_ATTRIBUTES, *_SCRIPTS, *_TEMPLATES, *_UNICODE, *_LONG,
)  # fmt: skip

_SCHEMES = (
    "javascript:", "JaVaScRiPt:", "\tjavascript:", "data:text/html,", "vbscript:", "//evil.example/",
)  # fmt: skip
ADDRESSES = (
    *(
        f"{scheme}{rest}"
        for scheme in _SCHEMES
        for rest in (_RUN, f"<script data-hit>{_RUN}</script>")
    ),
    f'https://a.example/"onmouseover={_RUN} data-hit x="',
    f"https://a.example/'><img data-hit src=x onerror={_RUN}>",
    f"https://user:{_RUN}@a.example/\u202egpj.exe",
)
