// The finder filters by CSS alone. This says how many contacts are left, and forgets the answers
// when the page is left, so that Back shows none of them. The link to the list then leaves no step in the history.
(() => {
  const form = document.querySelector("[data-finder]");
  if (!form) return;
  const status = document.querySelector(".finder__count");
  const links = document.querySelectorAll(".finder__show a");
  const list = document.getElementById("kontakter");
  const cards = [...document.querySelectorAll(".finder__cards > *")];

  const say = (kind) => {
    const left = cards.filter((card) => getComputedStyle(card).display !== "none").length;
    const words = kind || (left > 1 ? "many" : left ? "one" : "none");
    status.textContent = status.dataset[words].replace("#", left);
    status.dataset.says = words;
    const show = { one: status.dataset.showOne, many: status.dataset.showMany }[words];
    if (show) for (const link of links) link.textContent = show.replace("#", left);
  };
  const forget = () => {
    form.reset();
    status.textContent = "";
    delete status.dataset.says;
    for (const details of form.querySelectorAll("details")) details.open = false;
  };

  form.addEventListener("change", () => say());
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      list.scrollIntoView();
      list.focus({ preventScroll: true });
    });
  }
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
