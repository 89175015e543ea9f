// Reloads a page while its site is served, once the site is another one than `built`.
"use strict";
(() => {
  const script = new URL(document.currentScript.src);
  const built = script.searchParams.get("built");
  let source = null, note = null;
  const tell = (text) => {
    note?.remove();
    note = null;
    if (!text) return;
    note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = text;
    Object.assign(note.style, {
      position: "fixed", inset: "0 0 auto 0", zIndex: "9", margin: "0", maxWidth: "none", padding: "0.6rem 1rem",
      font: "1rem/1.4 system-ui, sans-serif", color: "#fff", background: "#a4000f",
      whiteSpace: "pre-wrap",
    });
    document.body.append(note);
  };
  // A browser opens few connections to one place, so only pages that are seen keep one.
  const listen = () => {
    if (document.visibilityState === "hidden") {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(new URL("events?built=" + built, script));
      source.addEventListener("reload", () => { source.close(); location.reload(); });
      source.addEventListener("broken", (event) => tell(JSON.parse(event.data)));
    }
  };
  addEventListener("pagehide", () => { source?.close(); source = null; });
  addEventListener("pageshow", listen);
  document.addEventListener("visibilitychange", listen);
  listen();
})();
