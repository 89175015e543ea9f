// The search of the site. It needs no server: the index is in script files beside the page. Each
// of them calls `stances` with its name and its content (described in search_index.py).
// scripts.py shortens the names in this file. So each name must be declared here or be a property
// of an object, and never both.
"use strict";
(() => {
const page = document, $ = (id) => page.getElementById(id);
const form = $("search"), facets = [...form.querySelectorAll("fieldset[name]")];
const PAGE = 50, SHOWN = 12, LONGEST = 240;
const data = {}, asked = {}, columns = {};
let count, together, beginnings, first, near, turn = 0;

window.stances = (file, ...content) => { data[file] = content; };

const load = (file) => asked[file] ??= new Promise((done, refuse) => {
  page.head.append(make("script", {
    src: file + ".js",
    onload: () => done(data[file]),
    onerror: () => refuse(file + ".js is missing")
  }));
});

// Makes an element with properties and children; children that are false are left out.
const make = (tag, properties, ...children) => {
  const made = Object.assign(page.createElement(tag), properties);
  made.append(...children.filter((child) => child));
  return made;
};
const bdi = (textContent) => make("bdi", { textContent });
const span = (className, ...children) => make("span", { className }, ...children);
const statementsOf = (number) => load("statements-" + (number / together | 0));
const pageOf = (address) => "../officials/" + address + ".html";
const asksOf = (given) => new URLSearchParams(given);
const told = (amount) => amount.toLocaleString("en");
const statements = (amount) => told(amount) + (amount === 1 ? " statement" : " statements");

// Numbers are written with the smallest digit first; a digit below 32 is the last of its number.
const DIGITS = [];
[..."-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"].forEach(
  (char, place) => { DIGITS[char.charCodeAt(0)] = place; });
const numbers = (coded) => {
  const every = new Uint32Array(coded.length);
  let many = 0, sum = 0, unit = 1;
  for (let i = 0; i < coded.length; i++) {
    const digit = DIGITS[coded.charCodeAt(i)];
    if (digit > 31) {
      sum += (digit - 32) * unit;
      unit *= 32;
    } else {
      every[many++] = sum + digit * unit;
      sum = 0;
      unit = 1;
    }
  }
  return every.subarray(0, many);
};

// Words are folded as in `stances.text`, character by character.
const UNSPACED = /[@unspaced@]/u, LETTER = /[\p{L}\p{N}]/u, MARK = /\p{M}/u, DECIMAL = /\p{Nd}/u;
const VARIANTS = { "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": "", "ı": "i" };
const caseless = (string) => [...string].map((char) => /\p{sc=Cher}/u.test(char)
  ? char.toUpperCase() : char.toUpperCase().toLowerCase()).join("").normalize("NFKD");
// Returns whether a mark combines: then normalization puts it before U+0345, which comes last.
const combines = (char) => MARK.test(char) && ("\u0345" + char).normalize("NFD")[0] !== "\u0345";
const decimal = (char) => {
  let amount = 0;
  while (DECIMAL.test(String.fromCodePoint(char.codePointAt(0) - amount - 1))) amount++;
  return amount % 10;
};
const folds = {};
const fold = (char) => {
  if (folds[char] != null) return folds[char];
  let made = "";
  for (const each of caseless(caseless(char))) {
    const one = VARIANTS[each] ?? each, apart = UNSPACED.test(one), letter = LETTER.test(one);
    const mark = MARK.test(one);
    if (DECIMAL.test(one)) made += decimal(one);
    else if (!one || (combines(one) && !apart)) continue;
    else if (apart && (mark || letter)) made += " " + one + " ";
    else made += letter || (mark && one >= "\u0900" && one <= "\u0dff") ? one : " ";
  }
  return folds[char] = made;
};
// Folds a string. Returns it with its words and their places in the original, and a function
// that returns the original place of a match in the folded string.
const read = (string) => {
  const starts = [], ends = [];
  let folded = "", place = 0;
  for (const char of string) {
    const made = fold(char);
    for (let i = 0; i < made.length; i++) {
      starts.push(place);
      ends.push(place + char.length);
    }
    folded += made;
    place += char.length;
  }
  starts.push(place);
  const spot = (found) => {
    const start = found.index, end = start + found[0].length;
    return [starts[start], Math.max(ends[end - 1], starts[end])];
  };
  return [folded, [...folded.matchAll(/[^ ]+/g)].map((found) => [found[0], spot(found)]), spot];
};
// Returns words joined by half-spaces, hyphens, full stops or apostrophes, as one word each.
const joined = (string, words) => {
  const runs = [];
  let joint = "";
  words.forEach((word, i) => {
    const between = i && string.slice(words[i - 1][1][1], word[1][0]);
    if (!/^[\u200c\u200d\-\u2010\u2011.'’]$/.test(between)) joint = "";
    else if (between === joint) runs.at(-1).push(word);
    else {
      joint = between;
      runs.push([words[i - 1], word]);
    }
  });
  return runs.map((run) => [run.map(([word]) => word).join(""), [run[0][1][0], run.at(-1)[1][1]]])
    .filter(([word]) => /^\p{L}+$/u.test(word));
};

// Reads a query as `stances.search_query` does. A term has its spellings, each a list of words in a
// row: as typed, and as one word if they are joined. It also has whether the last is only a beginning.
const term = (chunk) => {
  const [, words] = read(chunk), runs = joined(chunk, words);
  if (!words.length) return;
  const spellings = [words.map(([word]) => word)];
  if (runs.length === 1 && runs[0][1][0] === words[0][1][0]
    && runs[0][1][1] === words.at(-1)[1][1]) spellings.push([runs[0][0]]);
  return [spellings,
    !/^-*["“”„«»]/.test(chunk) && /\*["“”„«»]*$/.test(chunk)];
};
const parse = (query) => {
  const groups = [], without = [];
  let other = false;
  for (const chunk of query.replace(/[\x1c-\x1f\x85]/g, " ").replace(/\ufeff/g, "\u2060")
    .match(/-?(?:"[^"]*"|“[^”"]*”|„[^“”]*[“”]|«[^»]*»)|\S+/g) ?? []) {
    if (chunk === "OR" && groups.length && !other) {
      other = true;
      continue;
    }
    const found = term(chunk);
    if (!found) continue;
    if (chunk[0] === "-") without.push(found);
    else if (other) groups.at(-1).push(found);
    else groups.push([found]);
    other = false;
  }
  if (other) groups.push([[[["or"]]]]);
  return [groups, without];
};

// Returns the places of a word, or of each word that begins so: a sorted list for each word.
const fileOf = (word) => {
  let low = 0, high = beginnings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beginnings[middle] <= word) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
const places = async (word, begun) => {
  const wanted = [], last = fileOf(begun ? word + "\uffff" : word), lists = [];
  for (let i = Math.max(0, fileOf(word)); i <= last; i++) wanted.push(load("words-" + i));
  for (const [entries] of await Promise.all(wanted)) {
    for (let i = 0; i < entries.length; i += 2) {
      if (begun ? entries[i].startsWith(word) : entries[i] === word) {
        const list = numbers(entries[i + 1]);
        for (let j = 1; j < list.length; j++) list[j] += list[j - 1];
        lists.push(list);
      }
    }
  }
  return lists;
};
const inARow = async (words, begun) => {
  const found = await Promise.all(
    words.map((word, i) => places(word, begun && i === words.length - 1)));
  return found.reduce((before, lists) => {
    const next = lists.length > 1 ? Uint32Array.from(lists.flatMap((list) => [...list])).sort()
      : lists[0] ?? [];
    const kept = [];
    let i = 0;
    for (const place of before[0] ?? []) {
      while (next[i] <= place) i++;
      if (next[i] === place + 1) kept.push(place + 1);
    }
    return [kept];
  });
};
const withAny = async (terms) => {
  const hits = new Uint8Array(count);
  for (const [spellings, begun] of terms) {
    for (const spelling of spellings) {
      for (const list of await inARow(spelling, begun)) {
        for (const place of list) {
          let number = near[place >> 6];
          while (first[number + 1] <= place) number++;
          hits[number] = 1;
        }
      }
    }
  }
  return hits;
};
// Returns which statements match a query; nothing if it is empty. All words form one sequence of
// places: `first` has the place where each statement begins.
const matching = async ([groups, without]) => {
  if (!groups.length && !without.length) return;
  if (!first) {
    const [lengths] = await load("lengths");
    first = new Uint32Array(count + 1);
    numbers(lengths).forEach((size, i) => { first[i + 1] = first[i] + size; });
    let number = 0;
    near = new Uint32Array((first[count] >> 6) + 1).map((_, i) => {
      while (first[number + 1] <= i << 6) number++;
      return number;
    });
  }
  const hits = new Uint8Array(count).fill(1);
  for (const terms of groups) (await withAny(terms)).forEach((hit, i) => { hits[i] &= hit; });
  if (without.length) (await withAny(without)).forEach((hit, i) => { hits[i] &= 1 - hit; });
  return hits;
};

// Returns the values of a filter, the numbers of those of all statements, and where in these each
// statement begins.
const column = async (facet) => {
  if (columns[facet]) return columns[facet];
  const [values, coded] = await load("by-" + facet);
  const every = numbers(coded), starts = new Uint32Array(count + 1);
  let number = 0, many = 0;
  for (const each of every) {
    if (each) every[many++] = (each >> 1) - 1;
    if (!each || each & 1) starts[++number] = many;
  }
  return columns[facet] = [values, every, starts];
};
// Returns which statements have one of some values of a filter; nothing if none is chosen.
const having = async (facet, ids) => {
  if (!ids.length) return;
  const [values, every, starts] = await column(facet);
  const wanted = values.map(([key]) => ids.includes(key));
  return new Uint8Array(count).map((_, number) =>
    every.subarray(starts[number], starts[number + 1]).some((each) => wanted[each]));
};
// Returns which statements may be from a period; nothing if none is chosen.
const within = async (since, until) => {
  if (!since && !until) return;
  const [days, coded] = await load("dates"), every = numbers(coded);
  const begin = days.filter((day) => day < since).length + 1;
  const to = until ? days.filter((day) => day <= until + "\uffff").length : days.length;
  let begins = days.length;
  return new Uint8Array(count).map((_, i) => {
    begins -= every[2 * i];
    return begins <= to && (!every[2 * i + 1] || begins + every[2 * i + 1] > begin);
  });
};
// Returns for each statement 0 if it passes, 255 if not. If it fails only one filter, it returns
// the number of that filter, from 1: the counts beside its values include the statement.
const passing = (hits, dates, filters) => new Uint8Array(count).map((_, number) => {
  let fail = (hits && !hits[number]) || (dates && !dates[number]) ? 255 : 0;
  filters.forEach((passes, i) => {
    if (passes && !passes[number]) fail = fail ? 255 : i + 1;
  });
  return fail;
});

// Returns the folded label of a value. It includes the other names of an official.
const calledBy = ([, ...names]) => read(names.join(" "))[0];
// Lists the values of an open filter: the chosen ones, then those with the most statements. Values
// without a statement are listed too, since other words may find some.
const offer = async (facet, fails, place, chosen, mine) => {
  const [values, every, starts] = await column(facet.name), counts = new Uint32Array(values.length);
  if (mine !== turn) return;
  const find = facet.querySelector("[type=search]");
  fails.forEach((fail, number) => {
    if (fail && fail !== place) return;
    for (let i = starts[number]; i < starts[number + 1]; i++) counts[every[i]]++;
  });
  const on = values.map(([key]) => chosen.includes(key));
  const order = [...values.keys()].sort((a, b) => on[b] - on[a] || counts[b] - counts[a]);
  const update = () => {
    const sought = read(find.value)[0].trim(), active = page.activeElement.id;
    const some = order.filter((i) => on[i] || !sought || calledBy(values[i]).includes(sought));
    facet.querySelector("ul").replaceChildren(...some.slice(0, SHOWN + chosen.length).map((i) => {
      const box = make("input", { type: "checkbox", name: facet.name, value: values[i][0],
        checked: on[i], id: facet.name + "/" + values[i][0] });
      return make("li", {},
        make("label", {}, box, " ", bdi(values[i][1]), " ", span("count", told(counts[i]))));
    }));
    $(active)?.focus();
  };
  find.parentNode.hidden = order.length <= SHOWN;
  find.oninput = update;
  update();
};

// Returns how many terms a string has, the string, and the places of terms in it, in order.
const marked = (string, terms) => {
  const [folded, words, spot] = read(string), wholes = joined(string, words), spots = [];
  let many = 0;
  for (const [spellings, begun] of terms) {
    const before = spots.length;
    for (const spelling of spellings) {
      const pattern = "(?<![^ ])" + spelling.join(" +") + (begun ? "[^ ]*" : "") + "(?![^ ])";
      for (const found of folded.matchAll(RegExp(pattern, "g"))) spots.push(spot(found));
    }
    const [one, other] = spellings.at(-1);
    const add = (list, loose) => list.forEach(([word, place]) => {
      if (loose ? word.startsWith(one) : word === one) spots.push(place);
    });
    if (!other) {
      add(wholes, begun);
      // Only the index decides which endings a Korean noun may have, so any ending is accepted here.
      if (spots.length === before && /^[\u1100-\u11ff]/.test(one)) add(words, true);
    }
    many += spots.length > before;
  }
  return [many, spots.sort((a, b) => a[0] - b[0])];
};
// Returns a piece of a string, with marks at such places.
const marking = (string, spots, begin, to) => {
  const pieces = [];
  for (const [a, b] of spots) {
    if (a < begin || b > to) continue;
    pieces.push(string.slice(begin, a), make("mark", { textContent: string.slice(a, b) }));
    begin = b;
  }
  return [...pieces, string.slice(begin, to)];
};
// Returns the string with most terms, cut around the first of them, and its source.
const passage = (passages, labels, terms) => {
  let most = -1, spots = [], best = [""];
  for (const each of passages) {
    const found = marked(each[0], terms);
    if (found[0] > most) {
      [most, spots] = found;
      best = each;
    }
  }
  const [string, credit, lang = "", dir = "auto"] = best;
  const [opening, form, source] = labels[credit] ?? [];
  const [start, end] = spots[0] ?? [0, LONGEST];
  let begin = 0, to = string.length;
  if (to > LONGEST) {
    if (start > 72) begin = Math.min(string.indexOf(" ", start - 72) + 1 || start, start);
    if (to > begin + LONGEST) to = Math.max(string.lastIndexOf(" ", begin + LONGEST), end);
  }
  return [make("p", {}, make("span", { className: "words", lang, dir },
    opening, begin && "…", ...marking(string, spots, begin, to), to < string.length && "…",
    opening && "”"),
  " ", span("quiet", form)), source];
};
const shown = ([address, date, official, faction, issue, position, remarks, ...passages], labels, terms) => {
  const [words, source] = passage(passages, labels, terms);
  const [sign, tone, label] = labels[position];
  const [marks, beside] = labels[remarks];
  const item = make("li", {}, make("article", { className: "statement" },
    make("h2", {}, make("a", { href: pageOf(address) },
      bdi(labels[official]), date && ", " + date)),
    make("p", { className: "head" },
      span("position " + tone, span("sign", sign), " ", bdi(label)), " ",
      span("told", bdi(labels[faction]), " · ", bdi(labels[issue])),
      ...marks.flatMap((each) => [" ", span("mark", each)])),
    words,
    make("p", { className: "credit" }, ...[...beside.map((each) =>
      make("bdi", {}, ...marking(each, marked(each, terms)[1], 0))), source && bdi(source)]
      .flatMap((each, i) => each && [i && " · ", each]))));
  if (terms.length && !item.querySelector("mark")) {
    words.after(make("p", { className: "credit", textContent: form.dataset.elsewhere }));
  }
  return item;
};
const show = async (hits, begin, terms, mine) => {
  const some = hits.slice(begin, begin + PAGE), left = hits.length - begin - PAGE;
  const files = await Promise.all(some.map(statementsOf));
  if (mine !== turn) return;
  const items = some.map((number, i) => shown(files[i][1][number % together], files[i][0], terms));
  const more = $("more");
  const list = $("hits");
  if (!begin) list.replaceChildren();
  list.append(...items);
  if (begin) items[0].querySelector("a").focus();
  more.hidden = left <= 0;
  more.textContent = "Show " + Math.min(left, PAGE) + " more";
  more.onclick = () => show(hits, begin + PAGE, terms, mine);
};

// Saves the statements as CSV. Cells that a spreadsheet takes for formulas get an apostrophe.
const save = async (hits) => {
  const rows = ["official date faction issue position marks words form source beside page".split(" ")];
  for (const number of hits) {
    const [labels, every] = await statementsOf(number);
    const [address, date, official, faction, issue, position, remarks, [string, credit] = []] =
      every[number % together];
    const [opening, form, source] = labels[credit] ?? [];
    const [marks, beside] = labels[remarks];
    rows.push([labels[official], date, labels[faction], labels[issue], labels[position][2],
      marks.join("; "), string, opening ? "quotation" : form, source, beside.join("; "),
      new URL(pageOf(address), location.href)]);
  }
  const sheet = rows.map((row) => row.map((cell) => "\"" + ("" + (cell ?? ""))
    .replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, "\"\"") + "\"").join() + "\r\n").join("");
  make("a", { href: URL.createObjectURL(new Blob(["\ufeff" + sheet])), download: "statements.csv" }).click();
};

// Offers other searches: for officials with such a name, and for words that begin so.
const suggest = async (query, asks, amount, find, mine) => {
  const offers = [], words = read(query)[1].map(([word]) => word).filter((word) => word.length > 2);
  const offer = (key, wanted, ...told) => {
    const other = asksOf(key === "q" ? asks : "");
    other.set(key, wanted);
    offers.push(make("li", {}, make("a", { href: "?" + other }, ...told)));
  };
  if (!/["“„«]/.test(query) && words.length) {
    const [values, every] = await column("official");
    const alike = values.map((each) => {
      const own = calledBy(each).split(" ");
      return words.filter((word) => own.includes(word)).length;
    });
    const most = Math.max(1, ...alike);
    const named = [...values.keys()].filter((i) => alike[i] === most);
    named.slice(0, 5).forEach((i) => offer("official", values[i][0], "Official: ",
      bdi(values[i][1]), " (" + statements(every.filter((each) => each === i).length) + ")"));
    const wider = query.replace(/(?<!\S)[^\s-]\S+[^*\s](?!\S)/g, "$&*");
    const more = await find(wider);
    if (more > amount) offer("q", wider, make("code", { textContent: wider }), " finds " + told(more));
  }
  if (mine !== turn) return;
  const list = $("offers");
  list.hidden = !offers.length;
  list.replaceChildren(...offers);
};

// Runs the search in the address.
const run = async () => {
  const mine = ++turn, asks = asksOf(location.search), started = performance.now();
  const [query, since, until] = ["q", "since", "until"].map((key) => {
    const field = form.elements[key];
    field.value = asks.get(key) ?? "";
    return field.validity.valid ? field.value : "";
  });
  const parsed = parse(query), chosen = facets.map(({ name }) => asks.getAll(name));
  const dates = await within(since, until);
  const passed = await Promise.all(facets.map(({ name }, i) => having(name, chosen[i])));
  const found = async (sought) => passing(await matching(sought), dates, passed);
  const fails = await found(parsed), hits = [...fails.keys()].filter((number) => !fails[number]);
  await show(hits, 0, parsed[0].flat(), mine);
  if (mine !== turn) return;
  $("count").textContent = told(hits.length) + " of " + statements(count);
  $("none").hidden = hits.length;
  $("clear").hidden = !("" + asks);
  $("save").hidden = !hits.length;
  $("save").onclick = () => save(hits).catch(fail);
  page.body.dataset.took = performance.now() - started;
  facets.forEach((facet, i) => {
    const details = facet.parentNode;
    details.open ||= chosen[i].length;
    details.ontoggle = () => details.open && offer(facet, fails, i + 1, chosen[i], mine).catch(fail);
    details.ontoggle();
  });
  await suggest(query, asks, hits.length,
    async (sought) => (await found(parse(sought))).filter((each) => !each).length, mine);
};
const fail = (problem) => { $("count").textContent = "The search does not work: " + problem; };
const go = (asks) => {
  for (const [key, string] of [...asks]) if (!string.trim()) asks.delete(key, string);
  // A change and the Enter key that made it may both start the same search.
  if (location.search.slice(1) !== "" + asks) history.pushState(null, "", "?" + asks);
  run().catch(fail);
};
const submit = () => form.reportValidity() && go(asksOf(new FormData(form)));
form.onsubmit = (event) => {
  event.preventDefault();
  submit();
};
form.onchange = ({ target }) => target.name && target.name !== "q" && submit();
$("clear").onclick = () => go(asksOf());
window.onpopstate = () => run().catch(fail);

form.hidden = false;
load("index").then((content) => {
  [count, together, beginnings] = content;
  return run();
}).catch(fail);
})();
