// The plan's table, written in place. Without this script every row has its forms and buttons, and all of it works.
// A cell is saved when it is left; what could not be sent stays in sessionStorage and is sent when the line is back.
(() => {
  const page = document.querySelector("[data-grid]");
  if (!page || !page.querySelector("[data-activity]")) return;
  const KEY = `rinde-plan-${location.pathname}`;
  const ANSWER = "X-Rinde-Row";
  const AGAIN_AFTER = 10000;
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  const said = page.querySelector("[data-grid-state]");
  const kept = new Map(JSON.parse(sessionStorage.getItem(KEY) || "[]")); // what was typed and is not saved yet
  let queue = Promise.resolve();
  let retry = 0;
  let replacing = false;

  const say = (words) => { said.textContent = words; };
  const clock = () => new Intl.DateTimeFormat("es-CO", { hour: "numeric", minute: "2-digit" }).format(new Date());
  const remember = () => sessionStorage.setItem(KEY, JSON.stringify([...kept]));
  const rowsOf = (cell) => cell.closest("[data-activity]");
  const deliverableOf = (cell) => cell.closest("tr").dataset.deliverable;
  const nameOf = (cell) => `${rowsOf(cell).dataset.activity}/${deliverableOf(cell)}/${cell.dataset.cell}`;
  const textOf = (cell) => cell.dataset.text ?? cell.querySelector(".cell").textContent;
  const boxOf = (cell) => cell.querySelector(":scope > .plan-box");
  const labelOf = (cell) => {
    if (cell.matches("dd")) return cell.previousElementSibling.textContent;
    return cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent;
  };
  const find = (job) => {
    const rows = page.querySelector(`[data-activity="${job.activity}"]`);
    const inside = (line) => line?.querySelector(`[data-cell="${job.cell}"]`);
    return rows && (inside(rows.querySelector(`[data-deliverable="${job.deliverable}"]`)) || inside(rows));
  };

  // --- Going from cell to cell -------------------------------------------------------------------------------------
  const isSeen = (stop) => stop.matches("summary") || !stop.closest("details:not([open])");
  const stopsOf = (line) => [...line.querySelectorAll("[data-cell], summary")].filter(isSeen);
  const lines = () => [...page.querySelectorAll("[data-activity] > tr")];
  const kindOf = (stop) => stop.dataset.cell || stop.className;

  const go = (stop) => {
    if (!stop) return;
    page.querySelectorAll("[data-activity] [tabindex='0']").forEach((one) => { one.tabIndex = -1; });
    stop.tabIndex = 0;
    stop.focus();
    stop.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const beside = (stop, step) => {
    const all = lines();
    const at = all.indexOf(stop.closest("tr"));
    const here = stopsOf(all[at]);
    const next = here[here.indexOf(stop) + step];
    if (next) return next;
    const other = all[at + step];
    return other && stopsOf(other).at(step > 0 ? 0 : -1);
  };

  const below = (stop, step) => {
    const all = lines();
    for (let at = all.indexOf(stop.closest("tr")) + step; all[at]; at += step) {
      const found = stopsOf(all[at]).find((one) => kindOf(one) === kindOf(stop));
      if (found) return found;
    }
    return null;
  };

  const nextCell = (cell, step) => {
    let stop = beside(cell, step);
    while (stop && !stop.dataset.cell) stop = beside(stop, step);
    return stop;
  };

  // --- Writing in a cell -------------------------------------------------------------------------------------------
  const open = (cell, text = textOf(cell), focus = true) => {
    if (boxOf(cell)) return boxOf(cell);
    const box = document.createElement("textarea");
    box.className = "plan-box";
    box.value = text;
    box.rows = Math.min(8, Math.max(2, text.split("\n").length + Math.floor(text.length / 40)));
    const row = rowsOf(cell).dataset.name;
    box.setAttribute("aria-label", `${labelOf(cell)}, ${row}`);
    cell.classList.add("is-open");
    cell.querySelector(".cell").after(box);
    if (focus) {
      go(cell);
      box.focus();
      box.setSelectionRange(text.length, text.length);
    }
    return box;
  };

  const close = (cell) => {
    replacing = true;
    boxOf(cell)?.remove();
    cell.querySelector("[data-problem]")?.remove();
    replacing = false;
    cell.classList.remove("is-open", "is-refused");
  };

  const keep = (cell, more) => {
    const name = nameOf(cell);
    const rows = rowsOf(cell);
    const job = kept.get(name) || {
      activity: rows.dataset.activity, deliverable: deliverableOf(cell), cell: cell.dataset.cell,
      seen: rows.dataset.seen, was: textOf(cell),
    };
    kept.set(name, { ...job, ...more });
    remember();
  };

  const forget = (name) => { kept.delete(name); remember(); };

  const showWaiting = (cell, text) => {
    cell.querySelector(".cell").textContent = text;
    if ("text" in cell.dataset) cell.dataset.text = text;
    cell.classList.add("is-waiting");
  };

  const leave = (cell) => {
    const box = boxOf(cell);
    if (!box) return;
    const text = box.value.trim();
    const problem = cell.querySelector("[data-problem]");
    if (problem && ("stale" in problem.dataset || box.dataset.refused === text)) return; // a person decides first
    const changed = text !== textOf(cell).trim();
    const name = nameOf(cell);
    close(cell);
    if (!changed) {
      forget(name);
      return;
    }
    keep(cell, { text, open: false });
    showWaiting(cell, text);
    save(name);
  };

  const undo = (cell) => {
    const problem = cell.querySelector("[data-problem]");
    forget(nameOf(cell));
    close(cell);
    if (problem) {
      refresh(cell);
      say(""); // what it said of this cell is over
    }
    go(cell);
  };

  // --- Sending -----------------------------------------------------------------------------------------------------
  const save = (name) => { queue = queue.then(() => send(name)); };

  const wait = (words) => {
    say(words);
    clearTimeout(retry);
    retry = setTimeout(sendAll, AGAIN_AFTER);
  };

  const sendAll = () => {
    for (const [name, job] of kept) if (!job.open && find(job)) save(name);
  };

  const ask = (url, body) => fetch(url, {
    method: body ? "POST" : "GET", body, credentials: "same-origin", headers: { [ANSWER]: "1", "X-CSRFToken": token },
  });

  const send = async (name) => {
    const job = kept.get(name);
    const cell = job && !job.open && find(job);
    if (!cell) return;
    say("Guardando…");
    const sent = { cell: job.cell, deliverable: job.deliverable, text: job.text, seen: job.seen, was: job.was };
    let answer;
    let markup;
    try {
      answer = await ask(rowsOf(cell).dataset.url, new URLSearchParams(sent));
      markup = await answer.text();
    } catch {
      wait("Sin conexión: se guarda al volver.");
      return;
    }
    if (!answer.headers.get(ANSWER)) {
      wait(answer.redirected
        ? "Su sesión terminó. Ingrese de nuevo en otra pestaña: lo escrito sigue aquí y se guarda al volver."
        : "No se pudo guardar. Lo escrito sigue aquí: recargue la página para ver por qué.");
      return;
    }
    if (answer.ok) saved(name, job, markup, answer.headers.get(ANSWER) === "merged");
    else refused(name, find(job), markup);
  };

  const saved = (name, job, markup, merged) => {
    const now = kept.get(name);
    if (now?.text === job.text && !now.open) forget(name);
    else if (now) kept.set(name, { ...now, was: job.text }); // written on meanwhile, over what is saved now
    const old = page.querySelector(`[data-activity="${job.activity}"]`);
    const fresh = replaceRows(old, markup, merged ? "" : job.seen);
    say(`Guardado a las ${clock()} · ${fresh.dataset.understood || fresh.dataset.name}`);
    document.body.dispatchEvent(new Event("rinde:saved")); // the review looks again
  };

  const refused = (name, cell, markup) => {
    const job = kept.get(name);
    keep(cell, { open: true });
    cell.classList.remove("is-waiting");
    showProblem(cell, job.text, markup, document.activeElement === document.body || document.activeElement === cell);
    say(`No se guardó «${labelOf(cell)}» de ${rowsOf(cell).dataset.name}. Lo escrito sigue en la celda.`);
  };

  const showProblem = (cell, text, markup, focus) => {
    const box = open(cell, text, focus);
    cell.querySelector("[data-problem]")?.remove();
    box.insertAdjacentHTML("afterend", markup);
    box.dataset.refused = text;
    cell.classList.add("is-refused");
    cell.querySelector("[data-problem]").scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const insist = (cell) => {
    // Both versions are before this person's eyes: from here on their own counts.
    const seen = cell.querySelector("[data-problem]").dataset.seen;
    const text = boxOf(cell).value.trim();
    keep(cell, { text, seen, open: false });
    close(cell);
    showWaiting(cell, text);
    save(nameOf(cell));
    go(cell);
  };

  const refresh = async (cell) => {
    const old = rowsOf(cell);
    const answer = await ask(old.dataset.url).catch(() => null);
    if (answer?.ok && answer.headers.get(ANSWER)) replaceRows(old, await answer.text(), "");
  };

  // Puts the fresh rows in place of the old ones; what is being written in another of their cells goes on.
  const replaceRows = (old, markup, seen) => {
    const holder = document.createElement("table");
    holder.innerHTML = markup;
    const fresh = holder.tBodies[0];
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const stop = focused?.closest("[data-cell], summary");
    const place = stop && { deliverable: deliverableOf(stop), kind: kindOf(stop) };
    const writing = [...old.querySelectorAll(".plan-box")].map((box) => ({
      job: { activity: old.dataset.activity, deliverable: deliverableOf(box), cell: box.parentElement.dataset.cell },
      text: box.value,
      at: box === focused ? [box.selectionStart, box.selectionEnd] : null,
      problem: box.parentElement.querySelector("[data-problem]")?.outerHTML,
      refused: box.dataset.refused,
    }));
    const folds = [...old.querySelectorAll(".plan-fold")].map((fold) => fold.open);
    fresh.querySelectorAll(".plan-fold").forEach((fold, at) => { fold.open = Boolean(folds[at]); });
    replacing = true;
    old.replaceWith(fresh);
    replacing = false;
    prepare(fresh);
    for (const [name, job] of kept) {
      if (job.activity !== fresh.dataset.activity) continue;
      if (seen && job.seen === seen) kept.set(name, { ...job, seen: fresh.dataset.seen }); // our own save, nobody else's
      const cell = !job.open && find(job);
      if (cell) showWaiting(cell, job.text);
    }
    remember();
    for (const one of writing) {
      const cell = find(one.job);
      if (!cell) continue;
      const box = one.problem ? (showProblem(cell, one.text, one.problem, false), boxOf(cell)) : open(cell, one.text, false);
      if (one.refused) box.dataset.refused = one.refused;
      if (one.at) { box.focus(); box.setSelectionRange(...one.at); }
    }
    if (place && !fresh.contains(document.activeElement)) {
      const line = fresh.querySelector(`[data-deliverable="${place.deliverable}"]`) || fresh.rows[0];
      go(stopsOf(line).find((one) => kindOf(one) === place.kind));
    }
    return fresh;
  };

  const shift = async (cell, step) => {
    const rows = rowsOf(cell);
    const way = step < 0 ? "subir" : "bajar";
    const other = step < 0 ? rows.previousElementSibling : rows.nextElementSibling;
    await queue;
    const mine = page.querySelector(`[data-activity="${rows.dataset.activity}"]`);
    const answer = await ask(mine.dataset.shift, new URLSearchParams({ [way]: mine.dataset.seen })).catch(() => null);
    const words = answer ? await answer.text() : "Sin conexión: la fila no se movió.";
    if (!answer?.ok || !answer.headers.get(ANSWER)) {
      say(answer?.headers.get(ANSWER) || !answer ? words : "No se pudo mover la fila. Recargue la página.");
      return;
    }
    const fresh = replaceRows(mine, words, mine.dataset.seen);
    if (other?.dataset.activity) {
      const kind = document.activeElement;
      const neighbour = page.querySelector(`[data-activity="${other.dataset.activity}"]`);
      neighbour[step < 0 ? "before" : "after"](fresh);
      kind.focus?.();
    }
    say(`${fresh.dataset.name}: ${step < 0 ? "subió" : "bajó"} un puesto.`);
  };

  // --- Keys, mouse and leaving -------------------------------------------------------------------------------------
  const whileWriting = (event, cell) => {
    const { key } = event;
    const stays = { Escape: () => undo(cell), Enter: () => finish(cell, event.ctrlKey || event.metaKey) };
    if (key === "Enter" && (event.shiftKey || event.altKey)) {
      if (event.altKey) boxOf(cell).setRangeText("\n", boxOf(cell).selectionStart, boxOf(cell).selectionEnd, "end");
      if (event.altKey) event.preventDefault();
      return;
    }
    if (key === "Tab") {
      if (cell.querySelector("[data-problem] button")) return; // the choices come next
      const next = nextCell(cell, event.shiftKey ? -1 : 1);
      if (!next) return;
      event.preventDefault();
      leave(cell);
      open(next);
    } else if (stays[key]) {
      event.preventDefault();
      event.stopPropagation();
      stays[key]();
    }
  };

  const finish = (cell, goesDown) => {
    const problem = cell.querySelector("[data-problem]");
    if (problem && "stale" in problem.dataset) {
      insist(cell);
      return;
    }
    if (problem) delete boxOf(cell).dataset.refused;
    leave(cell);
    const next = goesDown && below(cell, 1);
    if (next) open(next);
    else go(cell);
  };

  const MOVES = {
    ArrowRight: (stop) => beside(stop, 1),
    ArrowLeft: (stop) => beside(stop, -1),
    ArrowDown: (stop) => below(stop, 1),
    ArrowUp: (stop) => below(stop, -1),
    Home: (stop, event) => stopsOf(event.ctrlKey ? lines()[0] : stop.closest("tr"))[0],
    End: (stop, event) => stopsOf(event.ctrlKey ? lines().at(-1) : stop.closest("tr")).at(-1),
  };

  page.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (target.matches(".plan-box")) {
      whileWriting(event, target.parentElement);
      return;
    }
    if (!target.matches("[data-activity] [data-cell], [data-activity] summary")) return;
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) {
      event.preventDefault();
      shift(target, key === "ArrowUp" ? -1 : 1);
    } else if (MOVES[key] && !event.altKey) {
      event.preventDefault();
      go(MOVES[key](target, event));
    } else if (target.dataset.cell && (key === "Enter" || key === "F2")) {
      event.preventDefault();
      open(target);
    } else if (target.dataset.cell && key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      open(target).select(); // as in a spreadsheet: the key typed takes the place of what was there
    }
  });

  page.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-keep]");
    const cell = event.target.closest("[data-cell]");
    if (choice) {
      (choice.dataset.keep === "mine" ? insist : undo)(cell);
    } else if (cell && !event.target.closest("a, button, summary, .plan-box, [data-problem], dl dd dl")) {
      const inner = event.target.closest(".plan-fold");
      if (!inner || inner.contains(cell)) open(cell);
    }
  });

  page.addEventListener("input", (event) => {
    if (event.target.matches(".plan-box")) keep(event.target.parentElement, { text: event.target.value, open: true });
  });

  page.addEventListener("focusin", (event) => {
    const stop = event.target.closest("[data-activity] [data-cell], [data-activity] summary");
    if (!stop || stop.tabIndex === 0) return;
    page.querySelectorAll("[data-activity] [tabindex='0']").forEach((one) => { one.tabIndex = -1; });
    stop.tabIndex = 0;
  });

  page.addEventListener("focusout", (event) => {
    const cell = event.target.matches(".plan-box") && event.target.parentElement;
    if (cell && !replacing && !cell.contains(event.relatedTarget) && document.hasFocus()) leave(cell);
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".plan-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".plan-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  window.addEventListener("online", sendAll);

  // --- Beginning ---------------------------------------------------------------------------------------------------
  const prepare = (rows) => {
    for (const stop of rows.querySelectorAll("[data-cell], summary")) stop.tabIndex = -1;
    for (const link of rows.querySelectorAll("[data-cell=name] > .cell > a")) link.replaceWith(...link.childNodes);
  };

  page.classList.add("is-live");
  page.querySelector("[data-grid-keys]").hidden = false;
  page.querySelectorAll("[data-activity]").forEach(prepare);
  const first = page.querySelector("[data-activity] [data-cell]");
  if (first) first.tabIndex = 0;
  let recovered = 0;
  for (const job of kept.values()) {
    const cell = find(job);
    if (!cell) continue;
    recovered += 1;
    if (job.open) open(cell, job.text, false);
    else showWaiting(cell, job.text);
  }
  if (recovered) say("Se recuperó lo que había escrito y faltaba guardar.");
  sendAll();
})();
