/* Keys for the queue: j and k move, Enter opens, a, r and e act on the open comment, ? shows the list.
   They are deaf while somebody types, and can be turned off on this device. */
(function () {
  "use strict";

  const OFF = "queue-keys-off";
  const dialog = document.getElementById("keys");
  const off = document.querySelector("[data-keys-off]");

  function turnedOff() {
    try { return window.localStorage.getItem(OFF) === "yes"; } catch (error) { return false; }
  }

  function rows() { return Array.from(document.querySelectorAll("[data-row]")); }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    let at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex(function (row) { return row.closest("[aria-current]"); });
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    next.focus();
    next.closest("li").scrollIntoView({ block: "nearest" });
  }

  /* Open a part of the page and go to its first field; from the list alone, open the row with that part. */
  function part(key, name) {
    const there = document.querySelector('[data-part="' + key + '"]');
    if (there) {
      there.open = true;
      const field = there.querySelector("textarea");
      if (field) field.focus();
      there.scrollIntoView({ block: "center" });
      return;
    }
    const row = document.activeElement;
    if (!document.querySelector("[data-item]") && row && row.matches("[data-row]")) {
      const url = new URL(row.href);
      url.searchParams.set("do", name);
      window.location.assign(url);
    }
  }

  function show() { if (dialog && !dialog.open) dialog.showModal(); }

  const keys = {
    j: function () { move(1); },
    k: function () { move(-1); },
    a: function () { part("a", "acknowledge"); },
    r: function () { part("r", "reply"); },
    e: function () {
      const link = document.querySelector("[data-key-escalate]");
      if (link) link.click();
    },
    "?": show,
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const act = keys[event.key];
    if (!act || (turnedOff() && event.key !== "?")) return;
    event.preventDefault();
    act();
  });

  document.querySelectorAll("[data-keys-open]").forEach(function (button) { button.addEventListener("click", show); });
  if (off) {
    off.checked = turnedOff();
    off.addEventListener("change", function () {
      try {
        if (off.checked) window.localStorage.setItem(OFF, "yes");
        else window.localStorage.removeItem(OFF);
      } catch (error) { off.checked = false; }
    });
  }

  /* A part that the address asked for gets the cursor. */
  const asked = new URLSearchParams(window.location.search).get("do");
  const opened = asked && document.getElementById("part-" + asked);
  if (opened) {
    const field = opened.querySelector("textarea, input:not([type=hidden])");
    if (field) field.focus();
  }
})();
