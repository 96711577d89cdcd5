// The upload page without a page load's wait: drop a file, see its name. The form works the same without this.
(() => {
  const drop = document.querySelector("[data-drop]");
  const form = document.querySelector("[data-upload]");
  if (!drop || !form) return;
  const input = drop.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");

  const tell = () => {
    const [file] = input.files;
    chosen.textContent = file ? `${file.name} (${(file.size / 1048576).toFixed(1).replace(".", ",")} MB)` : "";
  };
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("drop--over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("drop--over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length !== 1) {
      chosen.textContent = "Suelte un solo documento.";
      return;
    }
    input.files = event.dataTransfer.files;
    tell();
  });
  input.addEventListener("change", tell);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    // After the form is sent, so that the button's own value travels with it.
    setTimeout(() => { button.disabled = true; chosen.textContent = "Subiendo el documento…"; });
  });
  // Coming back with the browser's arrow must find a button that works.
  addEventListener("pageshow", () => { form.querySelector("button").disabled = false; tell(); });
})();
