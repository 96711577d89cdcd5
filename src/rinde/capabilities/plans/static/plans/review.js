// The review by keyboard. Every key presses a button or opens a link that is there for everybody; none acts in a field.
(() => {
  const list = document.querySelector("[data-review]");
  const help = document.querySelector("[data-review-help]");
  if (!list) return;
  if (help) help.hidden = false;
  const cards = () => [...list.children];

  function step(by) {
    const all = cards();
    const here = all.findIndex((card) => card.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else {
      const card = cards().find((one) => one.contains(document.activeElement));
      const wanted = card?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!wanted) return;
      event.preventDefault();
      wanted.click();
      if (event.key === "d") card.querySelector("textarea")?.focus();
    }
  });

  // After an answer the next finding is where work goes on.
  if (document.querySelector(".notice--ok")) cards()[0]?.focus({ preventScroll: true });
})();
