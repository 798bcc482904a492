// The finder filters by CSS alone. This says how many contacts are left, and forgets the answers
// when the page is left, so that Back shows none of them.
(() => {
  const form = document.querySelector("[data-finder]");
  if (!form) return;
  const status = form.querySelector("[role=status]");
  const cards = [...document.querySelectorAll(".finder__cards > *")];

  const say = (kind) => {
    const left = cards.filter((card) => getComputedStyle(card).display !== "none").length;
    const words = kind || (left > 1 ? "many" : left ? "one" : "none");
    status.textContent = status.dataset[words].replace("#", left);
  };
  const forget = () => {
    form.reset();
    status.textContent = "";
    for (const details of form.querySelectorAll("details")) details.open = false;
  };

  form.addEventListener("change", () => say());
  // The answers are cleared after the click has been heard.
  form.querySelector("[type=reset]").addEventListener("click", () => {
    setTimeout(() => say("cleared"));
  });
  addEventListener("pagehide", forget);
  addEventListener("pageshow", (event) => {
    const [entry] = performance.getEntriesByType("navigation");
    if (event.persisted || (entry && entry.type === "back_forward")) forget();
  });
})();
