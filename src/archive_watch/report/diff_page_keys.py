"""The one script of a diff's page: n and p lead from change to change, s puts both sides beside each
other.

Without it nothing is missing but the keys: links lead from change to change, the switch is a check
box.  It reads nothing that a watched page wrote.  Single keys can be turned off (WCAG 2.2, 2.1.4).
"""

DIFF_KEYS = """
"use strict";
(() => {
  const steps = [...document.querySelectorAll(".step")];
  const beside = document.getElementById("beside");
  const letters = document.getElementById("letters");
  const at = () => steps.findIndex((step) => "#" + step.id === location.hash);
  const isSeen = (step) => {
    const box = step.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const go = (way) => {
    if (!steps.length) return;
    const here = at();
    let next = here + way;
    if (here < 0 || !isSeen(steps[here])) {
      const below = steps.findIndex((step) => step.getBoundingClientRect().top > 0);
      const from = below < 0 ? steps.length : below;
      next = way > 0 ? from : from - 1;
    }
    const step = steps[Math.max(0, Math.min(steps.length - 1, next))];
    location.replace("#" + step.id);
    step.focus({preventScroll: true});
  };
  const turn = () => {
    const here = steps[at()];
    beside.checked = !beside.checked;
    if (here) here.scrollIntoView();
  };
  const ways = {n: () => go(1), p: () => go(-1), s: turn};
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const way = ways[event.key];
    if (!way || !letters?.checked) return;
    event.preventDefault();
    way();
  });
  for (const button of document.querySelectorAll("button[data-way]"))
    button.addEventListener("click", ways[button.dataset.way]);
  for (const hidden of document.querySelectorAll("[data-script]")) hidden.hidden = false;
})();
"""
