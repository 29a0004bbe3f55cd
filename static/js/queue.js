/* The list of the queue: its keys, ticks, and who is on which comment.
   Keys: j and k move, Enter opens, x ticks, / goes to the search, a, r, e and u act on the open comment, ? shows the
   list. They are deaf while somebody types, and can be turned off on this device. */
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

  function press(selector) {
    const there = document.querySelector(selector);
    if (there) there.click();
  }

  function tick() {
    const row = document.activeElement.closest("li");
    const box = row && row.querySelector("[data-tick]");
    if (box) box.click();
  }

  function search() {
    const field = document.querySelector("[data-search]");
    if (field && field.offsetParent) { field.focus(); field.select(); }
  }

  const keys = {
    x: tick,
    "/": search,
    u: function () { press("[data-key-undo], [data-undo-bar] button"); },
    j: function () { move(1); },
    k: function () { move(-1); },
    a: function () { part("a", "acknowledge"); },
    r: function () { part("r", "reply"); },
    e: function () { press("[data-key-escalate]"); },
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

  /* Ticks. The list is brought up to date under them, so they are kept by their number. */
  const form = document.querySelector("[data-ticks]");
  const bar = form && form.querySelector("[data-bulk]");
  const all = form && form.querySelector("[data-tick-all]");

  function boxes() { return form ? Array.from(form.querySelectorAll("[data-tick]")) : []; }

  function count() {
    if (!bar) return;
    const there = boxes();
    const ticked = there.filter(function (box) { return box.checked; }).length;
    bar.classList.toggle("bulk-some", ticked > 0);
    all.checked = ticked > 0 && ticked === there.length;
    all.indeterminate = ticked > 0 && ticked < there.length;
    bar.querySelector("[data-ticked]").textContent = ticked ? ticked + " ticked" : "Tick all on this page";
  }

  let last = null;
  if (form) {
    form.addEventListener("change", function (event) {
      if (event.target === all) boxes().forEach(function (box) { box.checked = all.checked; });
      count();
    });
    /* With the shift key all between this tick and the last one. */
    form.addEventListener("click", function (event) {
      if (!event.target.matches("[data-tick]")) return;
      const there = boxes();
      const from = there.indexOf(last);
      const to = there.indexOf(event.target);
      if (event.shiftKey && from >= 0) {
        there.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (box) { box.checked = event.target.checked; });
        count();
      }
      last = event.target;
    });
    window.addEventListener("pageshow", count);
    count();
  }

  /* The poll of the list keeps ticks and focus, says when it fails, and rests while nobody looks. */
  const list = document.getElementById("queue-list");
  const stale = document.querySelector("[data-stale]");
  let kept = { ticks: new Set(), focus: "" };

  if (list) {
    list.addEventListener("htmx:beforeRequest", function (event) {
      if (event.target === list && document.hidden) event.preventDefault();
    });
    list.addEventListener("htmx:beforeSwap", function (event) {
      // A page that asks to sign in again is no list.
      if (!event.detail.xhr.getResponseHeader("X-Queue-List")) {
        event.detail.shouldSwap = false;
        if (stale) stale.hidden = false;
        return;
      }
      const here = document.activeElement;
      kept = {
        ticks: new Set(boxes().filter(function (box) { return box.checked; }).map(function (box) { return box.value; })),
        focus: here && list.contains(here) ? (here.id || (here.matches("[data-tick]") ? "tick " + here.value : "")) : "",
      };
    });
    list.addEventListener("htmx:afterSwap", function () {
      boxes().forEach(function (box) {
        box.checked = kept.ticks.has(box.value);
        if (kept.focus === "tick " + box.value) box.focus();
      });
      const back = kept.focus && document.getElementById(kept.focus);
      if (back) back.focus({ preventScroll: true });
      if (stale) stale.hidden = true;
      count();
    });
    ["htmx:responseError", "htmx:sendError"].forEach(function (name) {
      list.addEventListener(name, function () { if (stale) stale.hidden = false; });
    });
  }

  /* Who is on the rows that can be seen: asked every two seconds and a half, while somebody looks. */
  const ASK_EVERY = 2500;
  let asking = false;

  async function whoIsOnIt() {
    const marks = Array.from(list.querySelectorAll("[data-on]")).filter(function (mark) {
      const place = mark.closest("li").getBoundingClientRect();
      return place.height && place.bottom > 0 && place.top < window.innerHeight;
    });
    if (!marks.length) return;
    const ids = marks.map(function (mark) { return mark.dataset.on; }).join(",");
    const answer = await fetch(list.dataset.onIt + "?ids=" + ids, {
      headers: { "X-Portal-Poll": "yes" },
      redirect: "error",
    });
    if (!answer.ok) return;
    const found = await answer.json();
    const done = new Set(found.done.map(String));
    marks.forEach(function (mark) {
      const words = done.has(mark.dataset.on) ? "Finished now" : found.on[mark.dataset.on] || "";
      if (mark.textContent !== words) mark.textContent = words;
      mark.closest("li").classList.toggle("row-done", done.has(mark.dataset.on));
    });
  }

  if (list && list.dataset.onIt) {
    window.setInterval(function () {
      if (document.hidden || asking) return;
      asking = true;
      whoIsOnIt().catch(function () {}).finally(function () { asking = false; });
    }, ASK_EVERY);
  }

  /* What can be taken back can be for ten seconds. */
  const undo = document.querySelector("[data-undo-bar]");
  if (undo) window.setTimeout(function () { if (!undo.contains(document.activeElement)) undo.remove(); }, 10000);

  /* A part that the address asked for gets the cursor. */
  const asked = new URLSearchParams(window.location.search).get("do");
  const opened = asked && document.getElementById("part-" + asked);
  if (opened) {
    const field = opened.querySelector("textarea, input:not([type=hidden])");
    if (field) field.focus();
  }
})();
