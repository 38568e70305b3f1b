// What the pages gain with JavaScript beyond htmx; each of them works without it.
(function () {
  "use strict";

  var toasts = document.getElementById("toasts");

  function toast(key) {
    if (toasts) say(toasts.dataset[key]);
  }

  function say(text) {
    var words = document.createElement("p");
    words.className = "toast";
    words.textContent = text;
    toasts.replaceChildren(words);
    setTimeout(function () { words.remove(); }, 8000);
  }

  function buttons(form) {
    return form.querySelectorAll("button:not([type=button]), input[type=submit]");
  }

  // Without a signal the browser would leave the page and lose what was typed.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!navigator.onLine && form.method === "post") {
      event.preventDefault();
      event.stopImmediatePropagation();
      toast(form.querySelector("textarea, input:not([type=hidden])") ? "offline" : "nosignal");
      return;
    }
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
    buttons(form).forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
    // A download or a question answered with no leaves the page as it is.
    setTimeout(function () { release(form); }, 10000);
  }, true);

  function release(form) {
    delete form.dataset.sent;
    buttons(form).forEach(function (button) { button.removeAttribute("aria-disabled"); });
  }

  function releaseAll() {
    document.querySelectorAll("form[data-sent]").forEach(release);
  }

  // Where something is being written it is hidden until the server still knows us.
  function askAgain() {
    if (!document.querySelector("textarea")) return location.reload();
    document.body.hidden = true;
    fetch("/saya/", { redirect: "manual" }).then(function (answer) {
      if (answer.ok) document.body.hidden = false;
      else location.replace("/");
    }, function () { document.body.hidden = false; });
  }

  // A page that comes back from the back button is as it was left.
  window.addEventListener("pageshow", function (event) {
    releaseAll();
    // Kept whole by the browser, perhaps from before somebody signed out.
    if (event.persisted && document.body.dataset.personal) askAgain();
  });
  window.addEventListener("offline", function () {
    toast(document.querySelector("textarea") ? "offline" : "nosignal");
  });

  document.addEventListener("htmx:afterRequest", releaseAll);
  document.addEventListener("htmx:sendError", function () { toast("nosignal"); });
  document.addEventListener("htmx:timeout", function () { toast("nosignal"); });
  document.addEventListener("htmx:responseError", function (event) {
    // The page has outlived its session: only a fresh one can go on.
    if (event.detail.xhr.status === 403 && !document.querySelector("textarea")) location.reload();
    else toast("error");
  });

  // The text stands there to be copied by hand; where the browser can, one tap does it.
  document.addEventListener("htmx:load", function (event) {
    if (!navigator.clipboard) return;
    event.target.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = false; });
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
      .then(function () { say(button.dataset.copied); }, function () { toast("error"); });
  });

  // htmx focuses [autofocus] in what it swaps in; the summary must come into view too.
  document.addEventListener("htmx:afterSettle", function (event) {
    var region = event.target;
    if (!region.querySelector) return;
    var goal = region.querySelector(".error-summary, #contact-title");
    // The button that was pressed is gone with what it stood in.
    if (!goal && document.activeElement === document.body) goal = region.querySelector("h1, h2");
    if (!goal) return;
    goal.tabIndex = -1;
    goal.focus({ preventScroll: !goal.matches(".error-summary") });
  });
})();
