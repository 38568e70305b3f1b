// Passkeys: shows what is for browsers that can, and holds the talk between page and phone.
(function () {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function toggle(name, hidden) {
    document.querySelectorAll("[data-passkey-" + name + "]").forEach(function (part) {
      part.hidden = hidden;
    });
  }

  toggle("able", false);
  toggle("unable", true);

  var form = document.querySelector("form[data-passkey]");
  if (!form) return;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(each) {
    each.id = bytes(each.id);
    return each;
  }

  function question() {
    var asked = JSON.parse(form.dataset.options);
    var key = asked.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) withBytes(key.user);
    (key.excludeCredentials || []).forEach(withBytes);
    (key.allowCredentials || []).forEach(withBytes);
    return asked;
  }

  function answer(credential) {
    var parts = credential.response;
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
      .forEach(function (name) { if (parts[name]) said[name] = text(parts[name]); });
    return { id: credential.id, rawId: credential.id, type: credential.type, response: said };
  }

  function send(credential) {
    form.elements.credential.value = JSON.stringify(answer(credential));
    form.submit();
  }

  var button = form.querySelector("button");
  var words = form.querySelector("[role=alert]");

  function tell(error) {
    button.disabled = false;
    words.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed;
    words.hidden = false;
  }

  button.addEventListener("click", function () {
    button.disabled = true;
    words.hidden = true;
    navigator.credentials[form.dataset.passkey](question()).then(send).catch(tell);
  });
})();
