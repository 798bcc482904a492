// The way out, and the guard on the way back. In the head and not deferred: a page that is loaded
// again from the history must be hidden before anything of it is painted, and its blanking must
// work while the rest of the page is still coming.
(() => {
  "use strict";
  // A preview in the editing interface: its frame, and the editor's window, stay where they are.
  if (window.top !== window) return;

  const address = document.currentScript.dataset.exit;
  const KEY = "exit";
  const PRESSES = 3;
  const SPAN = 5000;
  const page = document.documentElement;
  let leaving = false;
  let presses = [];

  // Storage may be blocked: then there is no mark, the exit works and Back shows the page.
  const marked = () => {
    try { return sessionStorage.getItem(KEY) !== null; } catch { return false; }
  };
  const setMark = (on) => {
    try { if (on) sessionStorage.setItem(KEY, "1"); else sessionStorage.removeItem(KEY); } catch { /* no mark */ }
  };
  // A reload counts too: somebody who waits for a slow neutral site may try one.
  const freshVisit = () => {
    try {
      const [entry] = performance.getEntriesByType("navigation");
      return entry ? entry.type === "navigate" || entry.type === "prerender" : performance.navigation.type === 0;
    } catch { return true; }
  };

  // A page that waits in the browser's memory for Back comes back as it last looked, before its
  // scripts can hide it. A browser throws away a waiting page that is spoken to: leaving does so.
  let waitingPages = null;
  try {
    waitingPages = new BroadcastChannel(KEY);
    waitingPages.onmessage = () => {};  // a page that does not listen may be left in peace
  } catch { /* an older browser: the guard below is left */ }

  const hide = () => page.classList.add("is-left");
  const show = () => {
    if (leaving || marked()) return;
    page.classList.remove("is-left");
    page.hidden = false;
  };
  const leave = () => {
    leaving = true;
    hide();
    page.hidden = true;  // blank also where the style sheet did not come
    document.title = address.split("/")[2];
    setMark(true);
    location.replace(address);
    if (waitingPages) waitingPages.postMessage("");
  };

  if (marked() && !freshVisit()) leave();
  else setMark(false);

  // The guard of a page that waits all the same: hidden while it does, and left at once if it comes back.
  addEventListener("pagehide", hide);
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
    if (event.persisted && marked()) leave();
    else show();
  });
  // A page that was hidden and yet stays in front of the reader is shown again.
  addEventListener("focus", show);
  document.addEventListener("visibilitychange", show);

  // Every press on the exit leaves this tab, also one that would have opened another.
  const press = (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-exit-link]");
    if (!link || event.button === 2) return;
    event.preventDefault();
    leave();
  };
  addEventListener("click", press, true);
  addEventListener("auxclick", press, true);

  const tell = () => {
    presses = presses.filter((time) => performance.now() - time < SPAN);
    const place = document.querySelector("[data-exit-progress]");
    const words = place && ["", place.dataset.twoLeft, place.dataset.oneLeft][presses.length];
    if (place && place.textContent !== (words || "")) place.textContent = words || "";
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Shift" && event.repeat) return;
    presses = event.key === "Shift" ? [...presses, performance.now()] : [];
    tell();
    if (presses.length >= PRESSES) leave();
    else if (presses.length) setTimeout(tell, SPAN);
  }, true);
})();
