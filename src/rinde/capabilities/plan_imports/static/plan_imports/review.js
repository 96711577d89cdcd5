// The workbench by keyboard, and what htmx cannot do by itself: keep the list where it was, tell what happened.
// Every key has a link or a button that does the same. Keys do nothing inside fields and can be switched off.
(() => {
  const STORED = { keys: "rinde.revision.atajos", zoom: "rinde.revision.zoom" };
  const remembered = (name, other) => { try { return localStorage.getItem(name) ?? other; } catch { return other; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a private window */ } };

  const list = () => document.querySelector(".row-list");
  let place = 0;
  let asked = false;

  function showSelected() {
    const current = document.querySelector(".row-card [aria-current]");
    const box = list();
    if (!current || !box || box.scrollHeight <= box.clientHeight) return;
    box.scrollTop = place;
    const top = current.parentElement.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top + current.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - box.clientHeight / 3;
    }
  }

  function showMark() {
    const cells = document.querySelector(".original__text .scroll");
    const line = cells?.querySelector(".cells__marked");
    if (line) cells.scrollTop = line.offsetTop - 24;
    const page = document.querySelector(".original__page");
    const mark = page?.querySelector(".original__mark");
    if (!mark) return;
    const whole = page.getBoundingClientRect();
    const row = mark.getBoundingClientRect();
    page.scrollTop += row.top - whole.top - Math.max(0, (whole.height - row.height) / 2);
  }

  function setUp() {
    const help = document.querySelector("[data-keys]");
    if (help) {
      help.hidden = false;
      help.querySelector("[data-keys-on]").checked = remembered(STORED.keys, "si") === "si";
    }
    const zoom = document.querySelector(`.zoom input[value="${CSS.escape(remembered(STORED.zoom, ""))}"]`);
    if (zoom) zoom.checked = true;
    showSelected();
    showMark();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-on]")) remember(STORED.keys, event.target.checked ? "si" : "no");
    if (event.target.matches(".zoom input")) { remember(STORED.zoom, event.target.value); showMark(); }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (remembered(STORED.keys, "si") !== "si") return;
    const help = document.querySelector("[data-keys]");
    if (event.key === "?" && help) {
      help.open = !help.open;
      help.scrollIntoView({ block: "nearest" });
      return;
    }
    const wanted = document.querySelector(`[data-workbench] [data-key="${CSS.escape(event.key)}"]`);
    if (wanted) { event.preventDefault(); wanted.click(); }
  });

  document.addEventListener("htmx:beforeSwap", () => { place = list()?.scrollTop ?? 0; asked = true; });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!asked || !document.querySelector("[data-workbench]")) return;
    asked = false;
    setUp();
    const told = [...document.querySelectorAll("#fila [role=status] .notice")].map((one) => one.textContent.trim());
    const heading = document.querySelector("#fila-titulo");
    document.querySelector("#aviso").textContent = [...told, heading?.textContent ?? ""].join(" ");
    // A replaced button takes the focus along with it; the row's title is where reading goes on.
    if (document.activeElement === document.body) heading?.focus({ preventScroll: true });
    if (matchMedia("(max-width: 59.99rem)").matches) document.querySelector("#fila").scrollIntoView();
  });
  // A refusal or a lost connection: the whole page says it better than a button that does nothing.
  document.addEventListener("htmx:responseError", () => location.reload());

  setUp();
})();
