// A frozen activity by keyboard. Every key presses what is there for everybody; none acts while somebody writes.
(() => {
  const help = document.querySelector("[data-keys]");
  if (help) help.hidden = false;
  const marked = (value) => document.querySelector(`input[name="is_done"][value="${value}"]`);
  const wanted = (key) => (key === "c" ? marked("si") : key === "n" ? marked("no") : document.querySelector(`[data-key="${CSS.escape(key)}"]`));

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, [contenteditable], input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = wanted(event.key);
    if (!target) return;
    event.preventDefault();
    target.click();
    target.focus();
  });
})();
