// A button beside each way of citing a statement copies it, where a page may do that.
// Comments and indents are left out where this is written into a site.
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
