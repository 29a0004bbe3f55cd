/* A secret on the screen: counts down, clears it, and copies it only once that is on the record. */
(function () {
  "use strict";

  const shown = document.querySelector("[data-shown]");
  if (!shown) return;
  const secret = shown.querySelector("[data-secret]");
  const left = shown.querySelector("[data-time-left]");
  const bar = shown.querySelector("[data-time-bar]");
  const state = shown.querySelector("[data-copy-state]");

  /* Of a list only what is still good, each on a line of its own. */
  function words() {
    const parts = Array.from(secret.querySelectorAll("[data-part]"));
    return parts.length ? parts.map(function (part) { return part.textContent; }).join("\n") : secret.textContent;
  }
  const seconds = Number(shown.dataset.seconds);
  const ends = Date.now() + seconds * 1000;

  function clear() {
    secret.textContent = "";
    shown.querySelectorAll("[data-copy-on-record], [data-copy]").forEach(function (button) {
      button.disabled = true;
      button.removeAttribute("data-copy");
    });
  }

  function tick() {
    const now = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    left.textContent = String(now);
    bar.value = now;
    if (now === 10) window.portal.announce("Hidden in 10 seconds");
    if (now > 0) return;
    window.clearInterval(timer);
    clear();
    window.location.replace(shown.dataset.leaveTo);
  }

  const timer = window.setInterval(tick, 250);

  // Going back to this page must not show it again.
  window.addEventListener("pagehide", clear);

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copy-on-record]");
    if (!button || !secret.textContent) return;
    const text = words();
    button.disabled = true;
    try {
      const body = new FormData();
      body.append("version", button.dataset.version);
      const response = await fetch(button.dataset.copyOnRecord, {
        method: "POST",
        body: body,
        headers: { "X-CSRFToken": window.portal.csrfToken() },
        redirect: "error",
      });
      if (!response.ok) throw new Error(response.status === 409 ? await response.text() : "");
      await navigator.clipboard.writeText(text);
      state.textContent = "Copied. It stays on your clipboard until you copy something else.";
    } catch (error) {
      state.textContent = error.message && error.name === "Error"
        ? error.message
        : "It was not copied. Mark it and copy it by hand.";
    }
    button.disabled = false;
  });
})();
