// A report on a bad line. Without this script the form works as any form.
// Nothing leaves the page before its answer is here, so a line that breaks loses nothing. With files, the text goes
// first and alone, and is safe as a draft; then the files go, with their progress.
(() => {
  const TEXT_WITHIN = 30000;
  const ALIVE = new Set([200, 204, 409, 422]);

  const ask = (method, data, within, progress) => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, location.href);
    request.responseType = "document";
    request.timeout = within;
    if (progress) request.upload.onprogress = progress;
    request.onload = () => done(request);
    request.onerror = request.ontimeout = request.onabort = () => fail(new Error("line"));
    request.send(data);
  });

  const start = () => {
    const form = document.querySelector("[data-report]");
    if (!form) return;
    const state = form.querySelector("[data-state]");
    const say = (words) => { state.textContent = words; };
    const busy = (is) => form.querySelectorAll("button").forEach((one) => { one.disabled = is; });

    const show = (request) => {
      const main = request.response && request.response.querySelector("main");
      if (!main) { location.assign(request.responseURL || location.href); return; }
      document.title = request.response.title;
      document.querySelector("main").replaceWith(main);
      history.pushState({}, "", request.responseURL);
      scrollTo(0, 0);
      (main.querySelector("[data-missing]") || main).focus();
      start();
    };

    // Whoever had to sign in again, in another tab, has another token: the page's own would be refused for ever.
    const newToken = async () => {
      const found = (await ask("GET", null, TEXT_WITHIN)).response?.querySelector("[data-report] [name=csrfmiddlewaretoken]");
      if (found) form.querySelector("[name=csrfmiddlewaretoken]").value = found.value;
      return Boolean(found);
    };

    const isAnswer = (request) => ALIVE.has(request.status) && !request.responseURL.includes("/cuenta/");

    const whole = (button) => {
      const data = new FormData(form);
      if (button && button.name) data.set(button.name, button.value);
      return data;
    };

    const textAlone = () => {
      const data = new FormData(form);
      data.delete("file");
      data.set("link", "");
      data.set("solo-texto", "1");
      return data;
    };

    const answered = async (data, within, progress) => {
      const first = await ask("POST", data(), within, progress);
      if (isAnswer(first)) return first;
      if (!(await newToken())) throw new Error("session");
      const second = await ask("POST", data(), within, progress);
      if (!isAnswer(second)) throw new Error("session");
      return second;
    };

    const bar = () => {
      const one = document.createElement("progress");
      one.className = "progress";
      one.max = 1;
      one.setAttribute("aria-label", "Avance de la subida");
      state.append(one);
      return (event) => { if (event.lengthComputable) one.value = event.loaded / event.total; };
    };

    const send = async (button) => {
      const files = form.querySelector("[type=file]");
      const hasFiles = Boolean(files && files.files.length);
      let textIsSafe = false;
      busy(true);
      try {
        if (hasFiles) {
          say("Guardando lo que escribió…");
          await answered(textAlone, TEXT_WITHIN);
          textIsSafe = true;
          say("Subiendo la prueba…");
          show(await answered(() => whole(button), 0, bar()));
        } else {
          say("Enviando…");
          show(await answered(() => whole(button), TEXT_WITHIN));
        }
      } catch (error) {
        busy(false);
        if (error.message === "session") {
          say("Su sesión terminó. Entre de nuevo en otra pestaña y vuelva a tocar el botón aquí: nada se ha perdido.");
        } else if (textIsSafe) {
          say("La subida se cortó. El texto ya quedó guardado: falta solo el archivo. Toque el botón otra vez.");
        } else {
          say("No hay conexión. Lo que escribió sigue aquí: toque el botón otra vez cuando vuelva la señal.");
        }
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(event.submitter);
    });
  };

  start();
  // A page that was put in the place of another has nothing of its own to go back to.
  addEventListener("popstate", () => location.reload());
})();
