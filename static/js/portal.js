/* Small helps over pages that work without them. Each is asked for by a data- attribute. */
(function () {
  "use strict";

  document.documentElement.classList.add("js");

  /** Say something to a screen reader without moving the focus. */
  function announce(text) {
    const place = document.getElementById("announce");
    if (!place) return;
    place.textContent = "";
    window.setTimeout(function () { place.textContent = text; }, 50);
  }

  function csrfToken() {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  /* data-copy="the text" or data-copy-from="#id": copies it, and says so on the button for two seconds. */
  async function copy(button) {
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    const text = source ? (source.value || source.textContent).trim() : button.dataset.copy;
    const words = button.querySelector("[data-copy-words]") || button;
    const before = words.textContent;
    try {
      await navigator.clipboard.writeText(text);
      words.textContent = "Copied";
      announce("Copied");
    } catch (error) {
      if (source && source.select) source.select();
      words.textContent = "Press Ctrl and C";
    }
    window.setTimeout(function () { words.textContent = before; }, 2000);
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) {
      window.print();
      return;
    }
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      dismiss.closest("[data-message]").remove();
      return;
    }
    const copier = event.target.closest("[data-copy], [data-copy-from]");
    if (copier) {
      copy(copier);
      return;
    }
    // A menu closes when something else is clicked.
    document.querySelectorAll(".rail details[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(".rail details[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* A passkey that was not given: cancelled, timed out, or unknown on this device. */
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    const place = document.getElementById("messages");
    if (!place) return;
    const line = document.createElement("div");
    line.className = "message message-error";
    line.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = "The passkey was not used. Try again, or choose another way.";
    line.append(words);
    place.replaceChildren(line);
  });

  /* data-confirm="Remove this runner?" on a form: asks first. Only where the page itself does not ask. */
  document.addEventListener("submit", function (event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    // The second click of a double click sends nothing.
    if (event.target.method === "post") {
      if (event.target.dataset.sent) event.preventDefault();
      event.target.dataset.sent = "yes";
      window.setTimeout(function () { delete event.target.dataset.sent; }, 4000);
    }
  });

  /* data-autosave="/address/" on a form: sends what is typed a second and a half after the last key.
     The answer's text is shown in the form's [data-autosave-state]. */
  function autosave(form) {
    const state = form.querySelector("[data-autosave-state]") || document.querySelector("[data-autosave-state]");
    let timer = 0;
    let changed = 0;
    let unsaved = false;

    function say(text) { if (state) state.textContent = text; }

    async function save() {
      const at = changed;
      try {
        const body = new FormData(form);
        form.querySelectorAll("input[type=file]").forEach(function (field) { body.delete(field.name); });
        const response = await fetch(form.dataset.autosave, {
          method: "POST",
          body: body,
          headers: { "X-CSRFToken": csrfToken(), "X-Autosave": "yes" },
          redirect: "error",
        });
        if (!response.ok) throw new Error(String(response.status));
        const text = (await response.text()).trim();
        if (at === changed) unsaved = false;
        if (at === changed) say(text && text.length < 120 && !text.startsWith("<") ? text : "Saved");
      } catch (error) {
        say("Not saved yet. Use the button below.");
      }
    }

    form.addEventListener("input", function () {
      changed += 1;
      unsaved = true;
      say("…");
      window.clearTimeout(timer);
      timer = window.setTimeout(save, 1500);
    });
    form.addEventListener("submit", function () { window.clearTimeout(timer); });

    /* Another form of the page, signing out above all, waits until the last words are kept: after it may be too late. */
    document.addEventListener("submit", function (event) {
      const other = event.target;
      if (other === form || !unsaved || event.defaultPrevented) return;
      event.preventDefault();
      window.clearTimeout(timer);
      unsaved = false; // waited for once, whether or not they could be kept
      const longEnough = new Promise(function (resolve) { window.setTimeout(resolve, 3000); });
      Promise.race([save(), longEnough]).finally(function () {
        delete other.dataset.sent;
        other.requestSubmit(event.submitter);
      });
    });
  }

  /* data-undo="10" on the form of a message: counts the seconds down, then puts the button away. */
  function countDown(form) {
    const left = form.querySelector("[data-undo-left]");
    const until = Date.now() + Number(form.dataset.undo) * 1000;
    function tick() {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) {
        form.remove();
        return;
      }
      if (left) left.textContent = " (" + seconds + ")";
      window.setTimeout(tick, 250);
    }
    tick();
  }

  function start() {
    document.querySelectorAll("form[data-undo]").forEach(countDown);
    const summary = document.querySelector("[data-error-summary]");
    if (summary) {
      summary.focus();
      document.title = "Error: " + document.title;
    }
    document.querySelectorAll("form[data-autosave]").forEach(autosave);
    document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
    // Filters fold on a phone only. Where the style sheet cannot say so, they are opened here.
    if (!CSS.supports("selector(::details-content)") && window.matchMedia("(min-width: 37.5em)").matches) {
      document.querySelectorAll(".filters-fold, .fold").forEach(function (fold) { fold.open = true; });
    }
    // Beside an open row's page the list scrolls by itself: keep the row in sight.
    const here = document.querySelector(".split-list [aria-current=true].row-item");
    const list = here && here.closest(".split-list");
    if (list && list.scrollHeight > list.clientHeight) list.scrollTop = here.offsetTop - list.clientHeight / 3;
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  window.portal = { announce: announce, csrfToken: csrfToken };
})();
