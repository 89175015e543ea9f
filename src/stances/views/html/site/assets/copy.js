// Adds a button to each citation of a statement that copies it, if the browser allows it.
// scripts.py removes comments and needless blanks when it writes this into a site.
"use strict";
for (const text of navigator.clipboard ? document.querySelectorAll(".cite > p, .cite > pre") : []) {
  const button = document.createElement("button"), title = text.previousElementSibling;
  const name = title.tagName === "H3" ? "Copy " + title.textContent : "Copy";
  const say = (told) => { button.textContent = told; };
  say(name);
  button.type = "button";
  button.ariaLive = "polite";
  button.onclick = () => navigator.clipboard.writeText(text.textContent).then(
    () => say("Copied"), () => say("The browser does not let this page copy"));
  button.onblur = () => say(name);
  text.after(button);
}
