// Makes a passkey, or shows one, when the form's button is pressed: the browser asks for it, and
// what it answers goes with the form. The page says what to do where the browser cannot.
(() => {
  "use strict";
  const OPTIONS = "nyckel-val";
  const LOST = "Det gick inte att läsa nyckeln. Försök igen, eller välj ett annat sätt.";
  const toBytes = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(window.atob(plain), (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) => {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return window.btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  function read(options) {
    const asked = options.publicKey || options;
    asked.challenge = toBytes(asked.challenge);
    if (asked.user) asked.user.id = toBytes(asked.user.id);
    for (const list of [asked.excludeCredentials, asked.allowCredentials]) {
      for (const known of list || []) known.id = toBytes(known.id);
    }
    return { publicKey: asked };
  }

  function told(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
      authenticatorAttachment: credential.authenticatorAttachment || null,
    };
  }

  for (const form of document.querySelectorAll("[data-passkey]")) {
    const said = form.querySelector("[data-passkey-said]");
    const options = document.getElementById(OPTIONS).textContent;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = "";
      if (!window.PublicKeyCredential) {
        said.textContent = "Den här webbläsaren kan inte använda nycklar. Välj ett annat sätt.";
        return;
      }
      try {
        const asked = read(JSON.parse(options));
        const credential = await navigator.credentials[form.dataset.passkey](asked);
        form.elements.credential.value = JSON.stringify(told(credential));
        form.submit();
      } catch (error) {
        said.textContent = LOST;
      }
    });
  }
})();
