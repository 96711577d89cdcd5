/* The list at the door on a bad line. A tap is marked at once and sent until it has arrived; every tap is the same however
   often it comes. What waits survives a reload: addresses with a number, never a name. Without this file each tap is a form. */
(() => {
  "use strict";
  const KEY = `rinde.taps:${location.pathname}`;
  const AGAIN = 8000; // milliseconds
  const notice = document.querySelector("[data-waiting]");
  const counter = document.querySelector("[data-waiting-count]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  let sending = false;

  const waiting = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "[]");
    } catch {
      return [];
    }
  };
  const keep = (taps) => {
    localStorage.setItem(KEY, JSON.stringify(taps));
    if (counter) counter.textContent = String(taps.length);
    if (notice) notice.hidden = taps.length === 0;
  };
  const mark = (address, word) => {
    const form = document.querySelector(`form[data-tap][action="${address}"]`);
    const button = form?.querySelector("button");
    if (!button) return;
    button.disabled = word !== "Llegó";
    button.textContent = word;
    form.closest("li")?.classList.toggle("door__row--in", word !== "Llegó");
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    for (const address of waiting()) {
      try {
        const answer = await fetch(address, {
          method: "POST",
          headers: { "X-CSRFToken": token, Accept: "application/json" },
          redirect: "manual",
        });
        if (answer.status === 204) mark(address, "Registrada");
        else if (answer.status >= 500 || answer.type === "opaqueredirect") break; // try again; or sign in again
        else mark(address, "Llegó"); // refused: the page says why when it is opened again
        keep(waiting().filter((one) => one !== address));
      } catch {
        break; // no line
      }
    }
    sending = false;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tap]");
    if (!form) return;
    event.preventDefault();
    const address = form.getAttribute("action");
    keep([...new Set([...waiting(), address])]);
    mark(address, "Enviando…");
    send();
  });
  addEventListener("online", send);
  setInterval(send, AGAIN);
  waiting().forEach((address) => mark(address, "Enviando…"));
  keep(waiting());
  send();
})();
