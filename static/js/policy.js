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

  function draw() {
    const place = text.getBoundingClientRect();
    const read = (window.innerHeight - place.top) / place.height;
    bar.value = Math.max(0, Math.min(1, read)) * 100;
  }

  function unlock() {
    button.disabled = false;
    hint.remove();
  }

  bar.hidden = false;
  draw();
  window.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw);

  if (!("IntersectionObserver" in window) || form.querySelector("[aria-invalid=true]")) return;
  button.disabled = true;
  hint.className = "hint";
  hint.textContent = "Read to the end of the text first.";
  button.after(hint);
  const watcher = new IntersectionObserver(function (entries) {
    if (!entries.some(function (entry) { return entry.isIntersecting || entry.boundingClientRect.top < 0; })) return;
    watcher.disconnect();
    unlock();
  });
  watcher.observe(end);
})();
