// Shows two officials side by side; the address names them: ?a=ID&b=ID.
// scripts.py removes comments and needless blanks when it writes this into a site.
"use strict";
const byId = (id) => document.getElementById(id);
const result = byId("result"), form = byId("choose"), heading = document.querySelector("h1");
const waiting = {}, known = {}, plain = [document.title, heading.textContent];
let turn = 0;

// The data files call this; fetch is blocked on pages that are opened from disk.
window.compared = (kind, key, data) => waiting[kind + key]?.done(data);
const load = (kind, key, path) => (waiting[kind + key] ??= (() => {
  const tag = document.createElement("script"), it = {};
  it.data = new Promise((done) => {
    it.done = done;
    tag.onerror = () => done(null);
  });
  tag.src = path;
  document.head.append(tag);
  return it;
})()).data;

const make = (name, class_, ...children) => {
  const node = document.createElement(name);
  if (class_) node.className = class_;
  node.append(...children.filter((each) => each !== null && each !== ""));
  return node;
};
const link = (path, ...children) => {
  const node = make("a", "", ...children);
  node.href = "../" + path;
  return node;
};
const named = (text) => make("bdi", "", text);
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const count = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
const between = (items, what) => items.flatMap((each, at) => (at ? [what, each] : [each]));

// Returns a number as stances prints it: at most two decimals, halves rounded to the even one.
const short = (number) => {
  let text = number.toFixed(2);
  const eighths = number * 8;
  if (Number.isInteger(eighths) && eighths % 2) {
    const low = Math.floor(number * 100);
    text = ((low % 2 ? low + 1 : low) / 100).toFixed(2);
  }
  return text.replace(/\.?0+$/, "");
};

// Returns what a side said on an issue. `steps` are the positions of the issue, each with label,
// sign, tone, score, and whether it is open.
const sideOn = (person, issue, steps) => {
  const [, name, path, , issues] = person, said = issues[issue];
  const [figures, used, statements, number] = said ?? [[0, 0, "", 0, 0, 0], [], [], 0];
  const [total, scored, mean, sureTotal, sure, disputed, once, low, high, units] = figures;
  const at = scored ? total / scored : null;
  const closed = used.filter((each) => !steps[each][4]), taken = closed.length ? closed : used;
  return {
    name, path, statements, number, taken, scored, mean, disputed, sure, spoke: Boolean(said),
    decided: closed.length > 0, isUnnamed: person[3],
    at, once, low: once ? low / units : at, high: once ? high / units : at, sureAt: sure ? sureTotal / sure : null,
    labels: between(taken.map((each) => named(steps[each][0])), ", "),
    hasScore: used.some((each) => steps[each][3] !== null),
  };
};
const clone = (nodes) => nodes.map((each) => (each.cloneNode ? each.cloneNode(true) : each));
const same = (a, b) => a.length === b.length && a.every((each, at) => each === b[at]);

// Returns how two sides relate on an issue, in the words of `stances compare`.
const verdict = (sides, steps, within) => {
  const decided = sides.filter((each) => each.decided);
  if (decided.length === 2) return relation(sides, steps);
  const silent = sides.filter((each) => !each.spoke), alone = silent.length === 1;
  const told = [];
  if (decided.length) {
    const [one] = decided;
    told.push(["only ", named(one.name), alone ? " speaks of it: " : " takes a position: ",
      ...clone(one.labels), "."]);
  }
  const open = sides.filter((each) => each.taken.length && !each.decided);
  if (open.length === 2) told.push(["both leave it open."]);
  else if (open.length && alone) {
    told.push(["only ", named(open[0].name), " speaks of it, and leaves it open."]);
  } else if (open.length) told.push([named(open[0].name), " leaves it open."]);
  const heard = sides.filter((each) => each.spoke && !each.taken.length);
  if (heard.length) {
    const who = between(heard.map((each) => named(each.name)), " and ");
    told.push(["of ", ...who, " there is only hearsay."]);
  }
  if (within) told[0].unshift(within + ", ");
  return between(told.map(([first, ...rest]) => [
    typeof first === "string" ? first[0].toUpperCase() + first.slice(1) : first, ...rest,
  ]), [" "]).flat();
};
const relation = (sides, steps) => {
  const [a, b] = sides, apart = a.at === null || b.at === null ? null : Math.abs(a.at - b.at);
  if (same(a.taken, b.taken)) {
    return ["Both: ", ...clone(a.labels), apart ? ` (means ${a.mean} and ${b.mean}).` : "."];
  }
  const stances = between(sides.map((each) => make("span", "",
    named(each.name), ` ${each.mean} (`, ...clone(each.labels),
    `; ${count(each.scored, "statement")})`)), ", ");
  if (apart !== null) {
    const [low, high] = a.at < b.at ? [a, b] : [b, a], score = (each) => steps[each][3] ?? 0;
    const opposite = apart && low.at < 0 && high.at > 0 &&
      !low.taken.some((each) => high.taken.includes(each)) &&
      low.taken.every((each) => score(each) <= 0) && high.taken.every((each) => score(each) >= 0);
    const scores = steps.map((each) => each[3]).filter((each) => each !== null);
    const ends = [Math.min(...scores), Math.max(...scores)].map((each) =>
      (each < 0 ? "\u2212" : each ? "+" : "") + Math.abs(each));
    return [apart ? `They are ${short(apart)} apart on a scale of ${ends.join(" to ")}` +
      `${opposite ? ", on opposite sides" : ""}: `
      : "They stand at the same place of the scale: ", ...stances, "."];
  }
  const common = a.taken.filter((each) => b.taken.includes(each));
  const told = common.length ? ["Both: ",
    ...between(common.map((each) => named(steps[each][0])), ", "), ". "] : [];
  told.push(`They differ${common.length ? " in the rest" : ""}. `, named(a.name), ": ",
    ...clone(a.labels), "; ", named(b.name), ": ", ...clone(b.labels), ".");
  const without = sides.filter((each) => each.at === null);
  if (without.length === 1) {
    const [one] = without, is = one.isUnnamed && one.hasScore;
    told.push(" There is no distance: of ", named(one.name), ", ",
      is ? "nobody with a scored statement is named." : "no statement is scored.");
  }
  return told;
};
const undisputed = ([a, b]) => {
  const number = a.disputed + b.disputed;
  if (!number) return "";
  if (a.at === null || b.at === null) return `Disputed: ${count(number, "statement")}.`;
  if (a.sureAt === null || b.sureAt === null) {
    return `Without the ${number} disputed, there is no distance.`;
  }
  const on = count(a.sure + b.sure, "scored statement");
  return `Without the ${number} disputed, they are ${short(Math.abs(a.sureAt - b.sureAt))} ` +
    `apart, on ${on}.`;
};

// Statements of one occasion may be one. So the distance is uncertain: this returns its limits.
const perhaps = (sides) => {
  const [a, b] = sides, unsure = sides.filter((each) => each.once);
  if (!unsure.length || a.at === null || b.at === null) return [];
  const least = short(Math.max(0, a.low - b.high, b.low - a.high));
  const most = short(Math.max(a.high - b.low, b.high - a.low));
  const from = least === most ? "" : `between ${least} and `;
  return ["Statements that are taken for one occasion may be one (",
    ...between(unsure.map((each) => make("span", "", named(each.name), `: ${each.once}`)), ", "),
    `). If so, they are ${from}${most} apart.`];
};

const position = ([label, sign, tone]) => make("span", `position ${tone}`,
  ...(sign === "·" ? [] : [make("span", "sign", sign), "\u00a0"]), named(label));
const statement = ([path, date, at, marks, words, lang, dir, source, form, below], steps) => {
  const text = make("span", "words", words);
  if (lang) text.lang = lang;
  text.dir = dir;
  return make("li", "", make("p", "head", position(steps[at]), " ", make("span", "told", named(date)),
    ...marks.flatMap((each) => [" ", make("span", "mark", each)])), link(path, text),
    make("span", "quiet", form),
    make("p", "credit", ...between([...below, source].map(named), " · ")));
};
const column = (side, steps) => {
  const node = make("div", "", make("h3", "", link(side.path, named(side.name))));
  if (!side.spoke) node.append(make("p", "quiet", "No statement on this is recorded."));
  else node.append(make("ul", "lines", ...side.statements.map((each) => statement(each, steps))));
  const more = side.number - side.statements.length;
  if (more) node.append(make("p", "", link(side.path, `${count(more, "earlier statement")}`)));
  return node;
};

const blockOf = (frame, id) => {
  const at = frame.first.findLastIndex((each) => each <= id);
  return at < 0 ? Promise.resolve(null) : load("block", String(at), `${at}.js`)
    .then((people) => people?.find(([each]) => each === id) ?? null);
};
const compare = (frame, people) => {
  const sections = [], counts = { same: 0, different: 0, alone: 0 };
  frame.issues.forEach(([question, path, steps], issue) => {
    const sides = people.map((each) => sideOn(each, issue, steps));
    if (!sides.some((each) => each.spoke)) return;
    if (sides.every((each) => each.decided)) {
      counts[same(sides[0].taken, sides[1].taken) ? "same" : "different"] += 1;
    } else counts.alone += 1;
    sections.push(make("section", "issue", make("h2", "", link(path, named(question))),
      make("p", "lead", ...verdict(sides, steps, frame.within)),
      make("p", "explained", undisputed(sides)),
      ...[perhaps(sides)].filter((told) => told.length).map((told) => make("p", "explained", ...told)),
      make("div", "sides", ...sides.map((each) => column(each, steps)))));
  });
  const both = counts.same + counts.different, each = both === 1 ? "it" : "each";
  const alike = !counts.same ? `a different one on ${each}` : !counts.different ? `the same on ${each}`
    : `the same on ${counts.same}, a different one on ${counts.different}`;
  const told = !sections.length ? "No statement of either is recorded here."
    : !both ? "There is no question on which both take a position."
    : `Both take a position on ${count(both, "question")}: ${alike}.`;
  const rest = both && counts.alone ? ` On ${count(counts.alone, "further question")}, only one of them does, or neither does.` : "";
  const names = people.map((each) => named(each[1]));
  document.title = `${people.map((each) => each[1]).join(" and ")} · ${plain[0]}`;
  heading.replaceChildren(...between(names, " and "));
  result.append(make("p", "lead", told, rest), ...sections);
};

// Shows the officials in the address. The page is not loaded again, so a field keeps the focus.
const show = async (frame) => {
  const mine = ++turn, asked = new URLSearchParams(location.search);
  const ids = ["a", "b"].map((each) => asked.get(each));
  const people = await Promise.all(ids.map((each) => (each ? blockOf(frame, each) : null)));
  if (mine !== turn) return;
  document.title = plain[0];
  heading.replaceChildren(plain[1]);
  result.replaceChildren();
  ["a", "b"].forEach((field, at) => {
    if (people[at] || document.activeElement !== byId(field)) byId(field).value = people[at]?.[1] ?? "";
    if (ids[at] && !people[at]) {
      result.append(make("p", "nothing-found", `No official has the id ${ids[at]}.`));
    }
  });
  const both = people[0] && people[1] && ids[0] !== ids[1];
  byId("copy").hidden = !both || !navigator.clipboard;
  if (both) compare(frame, people);
  else if (people[0] && ids[0] === ids[1]) {
    result.append(make("p", "nothing-found", "Both are the same official. Choose another."));
  } else result.append(make("p", "explained", "Choose two officials."));
};
const say = (text) => { byId("note").textContent = text; };

// Finds names while they are typed. A name from the list is taken at once. Any other text is
// taken when it is complete, if it finds one name.
const choose = (field, frame) => {
  const input = byId(field), list = byId(`${field}-names`);
  const take = (id) => {
    const asked = new URLSearchParams(location.search);
    say("");
    if ((asked.get(field) ?? "") === id) return;
    if (id) asked.set(field, id);
    else asked.delete(field);
    history.pushState(null, "", `?${asked}`);
    show(frame);
  };
  const find = async (text) => {
    const [key] = text.split(" ").slice(-1).map((each) => [...each].slice(0, 2));
    const code = frame.few ? "" : key.map((each) => each.codePointAt(0).toString(16)).join("-");
    const people = await load("names", code, `names/${code || "all"}.js`) ?? [];
    const words = text.split(" ");
    const fits = (has) => (name) => {
      const own = folded(name).split(" ");
      return words.every((word) => own.some((each) => has(each, word)));
    };
    const having = (called) => people.filter(([, name, , ...others]) => [name, ...others].some(called));
    const begins = fits((each, word) => each.startsWith(word)), found = having(begins);
    const times = {};
    for (const [, name] of found) times[name] = (times[name] ?? 0) + 1;
    list.replaceChildren(...found.slice(0, 30).map(([each, name, faction, ...others]) => {
      // Browsers offer only what has the typed letters, be it beside the name.
      const option = make("option", "", ...between([...others.filter(begins), faction], " · "));
      option.value = times[name] > 1 ? `${name} (${each})` : name;
      known[option.value] = each;
      return option;
    }));
    const exact = having(fits((each, word) => each === word));
    return exact.length ? exact : found;
  };
  input.oninput = () => {
    const text = folded(input.value), id = known[input.value];
    if (id) take(id);
    else if (text) find(text);
  };
  input.onchange = async () => {
    const text = folded(input.value);
    if (known[input.value] || !text) return take(known[input.value] ?? "");
    const found = await find(text);
    if (text !== folded(input.value)) return;
    if (found.length === 1) take(found[0][0]);
    else if (found.length) say(`${found.length} officials are called so: choose one from the list.`);
    else say("No official is called so.");
  };
};

if (form) {
  form.hidden = false;
  form.onsubmit = () => false;
  load("frame", "", "issues.js").then((frame) => {
    choose("a", frame);
    choose("b", frame);
    byId("copy").onclick = () => navigator.clipboard.writeText(location.href).then(
      () => say("The address is copied. Whoever opens it sees these two."),
      () => say("The browser does not let the page copy: take the address from its own field."));
    window.onpopstate = () => show(frame);
    show(frame);
  });
}
