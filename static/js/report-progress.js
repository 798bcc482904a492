// Shows how far a report's files have come, until all are made. Without it the page is loaded anew by hand.
const PAUSE = 5000;

async function look(shown) {
  const answer = await fetch(location.href, { mode: "same-origin", redirect: "error" });
  if (!answer.ok) return shown;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-progress]");
  if (!fresh || fresh.innerHTML === shown.innerHTML) return shown;
  // Whoever stands on a link in the list keeps it until the next time.
  if (shown.contains(document.activeElement)) return shown;
  shown.innerHTML = fresh.innerHTML;
  shown.toggleAttribute("data-waiting", fresh.hasAttribute("data-waiting"));
  return shown;
}

const shown = document.querySelector("[data-progress]");
const timer = setInterval(async () => {
  try {
    await look(shown);
  } catch {
    // The server did not answer: the next look may find it.
  }
  if (!shown.hasAttribute("data-waiting")) clearInterval(timer);
}, PAUSE);
