// Supports without leaving one's place in the list, and a word when there is something new. Without it all works as forms.
(() => {
  const form = document.getElementById("apoyos"), news = document.getElementById("nuevas");
  form?.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    button.disabled = true;
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.said);
      const gives = button.name === "apoyar";
      const count = button.closest("li").querySelector(".asked__count");
      count.firstChild.textContent = told.supports;
      count.lastChild.textContent = told.supports === 1 ? " apoyo" : " apoyos";
      button.name = gives ? "quitar" : "apoyar";
      button.setAttribute("aria-pressed", String(gives));
      button.classList.toggle("button--quiet", !gives);
      button.lastChild.previousSibling.textContent = gives ? "La apoya" : "Apoyar";
      button.disabled = false;
    } catch (problem) {
      button.disabled = false;
      const note = document.createElement("p");
      note.setAttribute("role", "alert");
      note.textContent = problem.message || "No se pudo. Revise su conexión y toque de nuevo.";
      button.after(note);
      setTimeout(() => note.remove(), 8000);
    }
  });
  if (!news) return;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(news.dataset.changes);
      if (answer.ok && (await answer.text()) !== news.dataset.revision) news.textContent = "Hay cambios: actualizar la lista";
    } catch { /* the signal comes back by itself */ }
  }, 20000);
})();
