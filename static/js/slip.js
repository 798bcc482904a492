// A button that prints, and the slip's heading as the printed page's name. Nothing is sent or kept.
(function () {
  "use strict";
  const field = document.querySelector("[data-slip-name]");
  const print = document.querySelector("[data-slip-print]");
  if (!field || !print) return;
  const page = document.title;

  print.hidden = false;
  print.addEventListener("click", () => window.print());
  // Browsers print the title at the head of the paper and suggest it as a file's name.
  window.addEventListener("beforeprint", () => { document.title = field.value.trim() || field.defaultValue; });
  window.addEventListener("afterprint", () => { document.title = page; });
  // Whoever comes back to the page does not find the word.
  window.addEventListener("pagehide", () => { field.value = field.defaultValue; });
})();
