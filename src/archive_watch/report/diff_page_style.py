"""The look of a diff's page, beside what every page has: one column or two, on any screen or on paper.

The switch between inline and side by side is a check box and these rules: it works without the script.
"""

DIFF_STYLE = """
.keys{position:sticky;top:0;z-index:1;max-width:46rem;margin:1.2rem auto 0;padding:.45rem 1.2rem;
background:var(--paper);border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;gap:.3rem .8rem;
align-items:center;font:.82rem/1.4 system-ui,sans-serif;color:var(--soft)}
.keys label{display:inline-flex;gap:.35em;align-items:center;min-height:24px;cursor:pointer}
.keys input{width:1rem;height:1rem;margin:0;accent-color:var(--came)}
.keys button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);
border-radius:6px;padding:.2rem .6rem;min-height:28px;cursor:pointer}
.keys .count{margin-right:auto}
kbd{font:.92em ui-monospace,Menlo,Consolas,monospace;border:1px solid var(--line);border-radius:4px;
padding:0 .3em;color:var(--soft)}
a.tag{text-underline-offset:2px}
.why{font:.82rem/1.5 system-ui,sans-serif}.why ul{padding-left:1.1rem;margin:.3rem 0}
.tags{margin:.5rem 0 .2rem}
div.diff,main.diff{padding-top:.8rem;overflow-wrap:anywhere}
.text{white-space:pre-line;margin:.55rem 0}
.beside{margin:0 0 1.6rem}.beside h2{margin:.6rem 0 .4rem}.beside li{margin:.35rem 0}
.label{font:600 .78rem system-ui,sans-serif;color:var(--soft);margin-inline-end:.3rem}
.same{color:var(--soft)}
.step{border-left:4px solid var(--line);padding:.1rem 0 .1rem .9rem;margin:1.1rem 0;scroll-margin-top:4rem}
.step.gone{border-left-style:dashed;border-left-color:var(--gone)}
.step.came{border-left-color:var(--came)}
.step.edited,.step.moved{border-left-style:double;border-left-width:6px;border-left-color:var(--soft)}
.step:target,.step:focus{outline:2px solid var(--accent);outline-offset:5px;border-radius:2px}
.step .where{border:0;padding:0;justify-content:flex-start;
font:.78rem/1.5 system-ui,sans-serif;color:var(--soft);margin:0;display:flex;flex-wrap:wrap;
gap:.1rem .6rem;align-items:baseline}
.where a{color:inherit}.where .number{color:var(--soft);font-weight:600;text-decoration:none}
.where .number:hover{text-decoration:underline}
.where bdi{font-weight:600;letter-spacing:.02em}
.flag{color:var(--accent);font:.8rem/1.45 system-ui,sans-serif;margin:.2rem 0 0}
.flag::before{content:"! ";font-weight:700}
.side{display:none}
.side .text{margin:.3rem 0}
.step h3{font:600 .72rem system-ui,sans-serif;color:var(--soft);margin:.3rem 0 0}
main:has(>#beside:checked){max-width:84rem}
#beside:checked~main,#beside:checked~.keys{max-width:84rem}
#beside:checked~.diff .side{display:grid;grid-template-columns:1fr 1fr;gap:0 1.6rem}
#beside:checked~.diff .inline{display:none}
#beside:checked~.diff>.text.same,#beside:checked~.diff>details,
#beside:checked~.diff>.beside{max-width:46rem;margin-inline:auto}
#beside{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
#beside:focus-visible~.keys label.switch{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.switch::before{content:"";width:1rem;height:1rem;border:1px solid var(--soft);border-radius:3px;
background:var(--card)}
#beside:checked~.keys .switch::before{background:var(--came);box-shadow:inset 0 0 0 2px var(--card)}
@media (max-width:44rem){#beside:checked~.diff .side{grid-template-columns:1fr}
.keys{position:static}.keys kbd,.keys .letters{display:none}
.step{padding-left:.65rem}}
@media print{.keys{display:none}.step{break-inside:avoid}.same{color:#333}
ins{font-weight:600}.step .number::after{content:""}}
@media (forced-colors:active){ins,del{forced-color-adjust:auto}
ins{text-decoration:underline 2px}.step{border-left-color:CanvasText}
.switch::before{border-color:ButtonText}
#beside:checked~.keys .switch::before{background:Highlight;forced-color-adjust:none}}
"""
