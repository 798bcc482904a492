// A button that copies a list, one row a line. Without scripts, and where the browser has no
// clipboard, it stays hidden: the list can be marked by hand.
(function () {
  "use strict";
  const button = document.querySelector("[data-copy]");
  const list = button && document.getElementById(button.dataset.copy);
  if (!list || !navigator.clipboard) return;
  const said = document.querySelector("[data-copy-said]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = Array.from(list.children, (row) => row.textContent.trim());
    navigator.clipboard.writeText(rows.join("\n")).then(
      () => { said.textContent = button.dataset.copied; },
      () => { said.textContent = "Det gick inte att kopiera. Markera koderna och kopiera själv."; },
    );
  });
})();
