// A button that prints the page. Without scripts it stays hidden: the browser's own menu prints.
(function () {
  "use strict";
  const print = document.querySelector("[data-print]");
  if (!print) return;
  print.hidden = false;
  print.addEventListener("click", () => window.print());
})();
