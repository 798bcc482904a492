// Saves what is written a moment after typing stops, to the address that the form itself posts to.
// Nothing typed is ever taken away: what cannot be saved stays in the fields, and the page says so.
(() => {
  "use strict";
  const form = document.querySelector("[data-draft]");
  if (!form || !window.fetch || !window.FormData) return;
  const status = form.querySelector("[data-draft-status]");
  const problem = form.querySelector("[data-draft-problem]");
  const problemText = form.querySelector("[data-draft-problem-text]");
  const state = form.querySelector("[data-draft-state]");
  const compare = form.querySelector("[data-draft-compare]");
  const PAUSE = 1500;
  const RETRY = 15000;
  let written = 0; // grows with every change; what is saved is compared with it
  let saved = 0;
  let timer = 0;
  let running = null;
  let isStopped = false; // somebody else has saved: a person decides how to go on
  let isLeaving = false;

  const isDirty = () => written !== saved;

  function say(text, isSaved) {
    status.textContent = text;
    status.classList.toggle("saved--now", isSaved);
    state.classList.add("draft-state--told");
  }

  function tell(text, conflict) {
    if (problemText.textContent !== text) problemText.textContent = text;
    problem.hidden = !text;
    compare.hidden = !conflict;
  }

  function wait(time) {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(save, time);
  }

  // A new sign-in in another tab gives a new token: it is read from the page itself.
  async function renewToken() {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect") return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token.value;
    return true;
  }

  function send() {
    const data = new FormData(form);
    data.delete("file");
    return fetch(form.action, {
      method: "POST",
      body: data,
      headers: { "X-Draft": "1" },
      credentials: "same-origin",
      redirect: "manual",
    });
  }

  function take(fields) {
    for (const [name, value] of Object.entries(fields || {})) {
      const field = form.elements[name];
      if (field) field.value = value;
      for (const copy of document.querySelectorAll(`[data-draft-copies="${name}"]`)) copy.value = value;
    }
  }

  async function attempt(sent) {
    let answer = await send();
    if (answer.status === 403 && (await renewToken())) answer = await send();
    if (answer.type === "opaqueredirect") return tell(form.dataset.draftSignedOut);
    const isOurs = (answer.headers.get("Content-Type") || "").includes("json");
    if (!isOurs) {
      wait(RETRY);
      return tell(form.dataset.draftFailed);
    }
    const said = await answer.json();
    take(said.fields);
    if (answer.ok) {
      saved = sent;
      say(said.message, true);
      return tell("");
    }
    isStopped = Boolean(said.is_conflict);
    say(form.dataset.draftUnsaved, false);
    return tell(said.message, isStopped);
  }

  function save() {
    clearTimeout(timer);
    if (running) return running.then(() => (isDirty() && !isStopped ? save() : undefined));
    if (!isDirty() || isStopped) return Promise.resolve();
    running = attempt(written)
      .catch(() => {
        tell(form.dataset.draftOffline);
        wait(RETRY);
      })
      .then(() => {
        running = null;
      });
    return running;
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    written += 1;
    say(form.dataset.draftUnsaved, false);
    wait(PAUSE);
  });
  window.addEventListener("online", () => wait(0));

  // A form is sent when what was written is safe, so that a lost session takes nothing with it.
  function sendSafely(event) {
    const target = event.target;
    if (isLeaving || isStopped || !isDirty()) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    save().then(() => {
      if (isDirty() && !isStopped) return;
      isLeaving = true;
      target.requestSubmit(button);
    });
  }
  form.addEventListener("submit", sendSafely);
  for (const other of document.querySelectorAll("[data-draft-first]")) {
    other.addEventListener("submit", sendSafely);
  }

  window.addEventListener("beforeunload", (event) => {
    if (isDirty() && !isLeaving) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) isLeaving = false;
  });
})();
