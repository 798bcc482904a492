// Says at a file field that a file is too large, before it is sent. The portal asks again.
(() => {
  "use strict";
  function tell(field) {
    const limit = Number(field.dataset.maxSize);
    const isTooLarge = Array.from(field.files).some((file) => file.size > limit);
    const id = `${field.id}-too-large`;
    let said = document.getElementById(id);
    // The browser holds the form back as long as a field has such a sentence.
    field.setCustomValidity(isTooLarge ? field.dataset.tooLarge : "");
    if (!isTooLarge) {
      if (said) said.remove();
      return;
    }
    if (!said) {
      said = document.createElement("p");
      said.id = id;
      said.className = "field__error error-message";
      said.setAttribute("role", "alert");
      field.before(said);
      field.setAttribute("aria-errormessage", id);
    }
    said.textContent = field.dataset.tooLarge;
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.files && field.dataset.maxSize) tell(field);
  });

  // The editing interface's forms ask the browser not to hold them back, and a button there begins
  // to wait for the answer as soon as it is pressed: so the press goes no further.
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element && event.target.closest("[type=submit]");
      const held = button && button.form && button.form.querySelector("[data-max-size]:invalid");
      if (!held || !held.validity.customError) return;
      event.preventDefault();
      event.stopPropagation();
      held.focus();
    },
    true,
  );
})();
