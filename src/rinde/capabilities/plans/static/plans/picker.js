// Adds a filter and a count to long lists of names. Without it the list is whole and works the same.
(() => {
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const enhance = (picker) => {
    const box = picker.querySelector("[data-picker-filter]");
    const input = box.querySelector("input");
    const count = box.querySelector("[data-picker-count]");
    const choices = [...picker.querySelectorAll(".picker label")].map((label) => ({
      label,
      check: label.querySelector("input"),
      text: fold(label.textContent),
    }));
    const update = () => {
      const wanted = fold(input.value.trim());
      for (const choice of choices) {
        // What is chosen stays in sight, so that a filter never hides an answer.
        choice.label.hidden = !choice.check.checked && !choice.text.includes(wanted);
      }
      const chosen = choices.filter((choice) => choice.check.checked).length;
      count.textContent = chosen === 1 ? "1 escogido" : `${chosen} escogidos`;
    };
    box.hidden = choices.length < 8;
    picker.addEventListener("input", update);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    update();
  };

  document.querySelectorAll("[data-picker]").forEach(enhance);
})();
