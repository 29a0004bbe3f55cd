/* Texts to begin with: one press puts one into its box, and the blanks that are left are listed beside it.
   Without this file the links do the same by the address. */
(() => {
  "use strict";
  const BLANK = /\[[^[\]\n]{1,100}\](?!\()|\{(?:author|school|account|name|date|link|done)\}/g;

  const beside = (name, box) => document.querySelector(`[data-${name}="#${box.id}"]`);

  function listBlanks(box) {
    const line = beside("blanks-of", box);
    if (!line) return;
    const left = [...new Set(box.value.match(BLANK) || [])];
    const words = left.length ? `Still to fill in: ${left.join(", ")}` : "";
    if (line.textContent !== words) line.textContent = words;
  }

  function selectFirstBlank(box) {
    const found = new RegExp(BLANK.source).exec(box.value);
    box.focus();
    if (found) box.setSelectionRange(found.index, found.index + found[0].length);
    else box.setSelectionRange(box.value.length, box.value.length);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-put]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const box = document.querySelector(link.dataset.put);
    if (!box) return;
    event.preventDefault();
    const text = link.dataset.putText;
    const before = "putOnly" in link.dataset ? "" : box.value.trimEnd();
    if (!before) box.value = text;
    else if (!before.includes(text)) box.value = `${before}\n\n${text}`;
    const tone = beside("tone-of", box);
    if (tone) tone.textContent = link.dataset.putTone || "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    selectFirstBlank(box);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) listBlanks(event.target);
  });
})();
