/* The open page of one comment: who is on it, seen as it changes; a claim that ends when its holder leaves;
   and the words of an acknowledgement, copied as they are opened. The page works without all of it. */
(function () {
  "use strict";

  const page = document.querySelector("[data-presence]");
  if (!page || !window.portal) return;

  const EVERY = 2500; // milliseconds: others see a claim within three seconds
  const SIGN_OF_LIFE = 60000;
  const address = page.dataset.presence;
  const words = page.querySelector("[data-presence-words]");
  const news = page.querySelector("[data-item-news]");
  let revision = page.dataset.revision;
  let mine = "mine" in page.dataset;
  let typed = false;
  let sending = false;
  let told = 0;
  let timer = 0;
  let over = false;

  function show(found) {
    const now = String(found.revision);
    if (now !== revision && news) {
      revision = now;
      news.hidden = false;
    }
    if (mine !== found.mine || (words && words.textContent.trim() !== found.words)) {
      if (words) words.textContent = found.words;
      if (mine && !found.mine && found.taken) window.portal.announce(found.words + " has it now");
    }
    mine = found.mine;
    const part = found.mine ? "mine" : found.taken ? "other" : "free";
    page.querySelectorAll("[data-presence-part]").forEach(function (one) {
      one.hidden = one.dataset.presencePart !== part;
    });
  }

  async function ask() {
    window.clearTimeout(timer);
    if (over || document.visibilityState !== "visible") return;
    const renew = mine && Date.now() - told > SIGN_OF_LIFE;
    const headers = { "X-Portal-Poll": "yes", Accept: "application/json" };
    if (renew) {
      headers["X-CSRFToken"] = window.portal.csrfToken();
      told = Date.now();
    }
    try {
      const answer = await fetch(address, { method: renew ? "POST" : "GET", headers: headers, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
        over = true; // signed out, or no longer theirs to see: nothing more is asked
        return;
      }
      if (answer.ok) show(await answer.json());
    } catch (error) {
      // No connection for a moment: asked again below.
    }
    timer = window.setTimeout(ask, EVERY);
  }

  document.addEventListener("visibilitychange", ask);
  if (mine) told = 0;
  ask();

  page.addEventListener("input", function (event) {
    if (event.target.closest("[data-answering]")) typed = true;
  });
  page.addEventListener("submit", function () { sending = true; });

  function body(values) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", window.portal.csrfToken());
    Object.keys(values).forEach(function (name) { data.append(name, values[name]); });
    return data;
  }

  /* What was typed in the last moment is kept; who typed nothing leaves the comment free for others. */
  window.addEventListener("pagehide", function () {
    if (sending) return;
    if (typed) {
      page.querySelectorAll("form[data-autosave][data-typed]").forEach(function (form) {
        navigator.sendBeacon(form.dataset.autosave, new FormData(form));
      });
    } else if (mine) {
      navigator.sendBeacon(address, body({ leaving: "yes" }));
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    sending = false;
    ask();
  });
  page.querySelectorAll("form[data-autosave]").forEach(function (form) {
    form.addEventListener("input", function () { form.dataset.typed = "yes"; });
  });

  /* The way to answer that stood at the foot of the screen opens at its own place: bring that into sight. */
  page.querySelectorAll(".answer-first").forEach(function (part) {
    part.addEventListener("toggle", function (event) {
      if (event.target === part && part.open) part.scrollIntoView({ block: "nearest" });
    });
  });

  /* The words to post are copied by the press that shows them, so that what is left is to post them and say so. */
  page.querySelectorAll("[data-copy-on-open]").forEach(function (part) {
    const source = part.querySelector(part.dataset.copyOnOpen);
    const button = part.querySelector("[data-first-button]");

    function say(copied) {
      const is = part.querySelector("[data-copied]");
      const isNot = part.querySelector("[data-not-copied]");
      if (is) is.hidden = !copied;
      if (isNot) isNot.hidden = copied;
    }

    async function copy() {
      if (!source || !navigator.clipboard) return;
      try {
        await navigator.clipboard.writeText(source.value);
        say(true);
        window.portal.announce("Copied");
      } catch (error) {
        say(false); // not allowed here: the button beside it copies, or says what to press
      }
    }

    part.addEventListener("toggle", function (event) {
      if (event.target !== part || !part.open) return;
      if (button) button.focus({ preventScroll: true });
      copy();
    });
    part.addEventListener("input", function (event) { if (event.target === source) say(false); });
    part.addEventListener("click", function (event) {
      if (event.target.closest("[data-put]")) window.setTimeout(copy, 0);
    });
  });
})();
