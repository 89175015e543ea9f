// What the theme leaves out for people who use a keyboard or a screen reader.
addEventListener("DOMContentLoaded", () => {
  const all = (selector, change) => document.querySelectorAll(selector).forEach(change);
  all(".sidebar-drawer", (drawer) => drawer.setAttribute("aria-label", "All pages"));
  all(".toc-drawer", (drawer) => drawer.setAttribute("aria-label", "On this page"));
  all("[role=heading]:not([aria-level])", (title) => title.setAttribute("aria-level", "2"));
  all("pre, .table-wrapper", (box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  });
  all("th", (head) => {
    if (!head.textContent.trim()) head.replaceWith(document.createElement("td"));
  });
  if (!document.querySelector("h1")) {
    const title = document.createElement("h1");
    title.textContent = "Search";
    document.querySelector("[role=main]")?.prepend(title);
  }
});
