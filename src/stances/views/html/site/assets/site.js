// Adds a button to each head of `sortable` tables, which sorts the table by that column.
// scripts.py removes comments and needless blanks when it writes this into a site.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  // Returns the value to sort by: that of the cell, of a date or number in it, or else its text.
  const valueOf = (row, at) => {
    const cell = row.cells[at], inner = cell.querySelector("time, data");
    return (cell.dataset.value ?? inner?.dateTime ?? inner?.value ?? cell.textContent).trim();
  };
  const number = (text) => text && Number(text.replace(/[,%+\s]/g, "").replace("−", "-"));
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.onclick = () => {
      const down = head.getAttribute("aria-sort") === "ascending", turn = down ? -1 : 1;
      const rows = [...body.rows].map((row) => [valueOf(row, at), row]);
      const numeric = rows.every(([text]) => !Number.isNaN(number(text)));
      const order = new Intl.Collator("en", { numeric: true });
      const compare = (a, b) => numeric ? number(a) - number(b) : order.compare(a, b);
      // Rows without a value come last in both directions; equal rows keep their order.
      rows.sort(([a], [b]) => !a - !b || turn * compare(a, b));
      body.append(...rows.map(([, row]) => row));
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    };
  });
}
