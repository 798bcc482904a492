// Loads the results into the search page itself, so that history holds the empty form only, and
// empties the page when the reader leaves it.
(function () {
  "use strict";
  const area = document.querySelector("[data-search]");
  if (!area || !window.fetch || !window.URLSearchParams || !window.DOMParser) return;
  let turn = 0;

  const part = (name) => area.querySelector("[data-search-" + name + "]");

  function ask(form) {
    return fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      cache: "no-store",
      credentials: "omit",
      mode: "same-origin",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  }

  function show(text) {
    const came = new DOMParser().parseFromString(text, "text/html").querySelector("[data-search]");
    if (!came) throw new Error("the answer is not a search page");
    while (area.firstChild) area.removeChild(area.firstChild);
    while (came.firstChild) area.appendChild(document.adoptNode(came.firstChild));
    const note = part("without-script");
    if (note) note.remove();
    (area.querySelector("[aria-invalid]") || area.querySelector("h2")).focus();
  }

  function empty() {
    turn += 1;
    for (const field of area.querySelectorAll("input")) {
      field.removeAttribute("value");
      field.value = "";
    }
    for (const shown of [part("results"), area.querySelector(".error-summary")]) {
      if (shown) shown.remove();
    }
    part("failed").hidden = true;
  }

  area.addEventListener("submit", (event) => {
    event.preventDefault();
    const mine = (turn += 1);
    part("failed").hidden = true;
    area.setAttribute("aria-busy", "true");
    ask(event.target)
      .then((answer) => answer.text())
      .then((text) => {
        if (mine === turn) show(text);
      })
      .catch(() => {
        if (mine === turn) part("failed").hidden = false;
      })
      .then(() => area.removeAttribute("aria-busy"));
  });
  addEventListener("pagehide", empty);
})();
