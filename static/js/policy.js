/* Reading the policy: a line that grows with what was read, and a confirmation that waits for the end of the text.
   Without this the box simply stands at the end. */
(function () {
  "use strict";

  const bar = document.querySelector("progress[data-reading]");
  const form = document.querySelector("form[data-after-reading]");
  const text = bar && document.querySelector(bar.dataset.reading);
  const end = form && document.querySelector(form.dataset.afterReading);
  if (!text || !end) return;

  const button = form.querySelector("[type=submit]");
  const hint = document.createElement("p");
  let waits = !document.querySelector("[data-error-summary]"); // who was sent back to the box has read already

  function look() {
    const place = text.getBoundingClientRect();
    const read = (window.innerHeight - place.top) / place.height;
    bar.value = Math.max(0, Math.min(1, read)) * 100;
    // Where the end is in sight, or was jumped over on the way to the box.
    if (waits && end.getBoundingClientRect().top <= window.innerHeight) {
      waits = false;
      button.disabled = false;
      hint.remove();
    }
  }

  if (waits) {
    button.disabled = true;
    hint.className = "hint";
    hint.textContent = "Read to the end of the text first.";
    button.after(hint);
  }
  bar.hidden = false;
  look();
  window.addEventListener("scroll", look, { passive: true });
  window.addEventListener("resize", look);
})();
