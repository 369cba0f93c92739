/* The few conveniences that need a script; every page works without them. */
/* What is to be handed on can be copied at once. */
for (const field of document.querySelectorAll("textarea.cited")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", () => navigator.clipboard.writeText(field.value).then(
    () => { button.textContent = "Copied"; },
    () => { field.select(); },
  ));
  field.after(button);
}
/* A turn of a long transcript may stand in another part of it. */
if (/^#turn-\d+$/.test(location.hash) && document.querySelector(".portions") && !document.querySelector(location.hash)) {
  const address = new URL(location.href);
  const turn = location.hash.slice(6);
  if (address.searchParams.get("from") !== turn) {
    address.searchParams.delete("part");
    address.searchParams.set("from", turn);
    location.replace(address);
  }
}
