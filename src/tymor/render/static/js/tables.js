// Tables that answer: heads that stay in sight, rows that are sorted and narrowed, the newest year in
// view. Without this every row stands in its order. A table that fits needs no stop for the Tab key.

const language = document.documentElement.lang;
const words = new Intl.Collator(language, { numeric: true });
const number = new Intl.NumberFormat(language);
const plural = new Intl.PluralRules(language);
const parts = new Intl.NumberFormat(language).formatToParts(-12345.6);
const [point, group] = ["decimal", "group"].map((type) => parts.find((part) => part.type === type)?.value ?? "");

/** Says whether a table scrolls, and shows the newest year beside the rows' names before anybody scrolls. */
function tell(scroller) {
  // One pixel is rounding and deserves no hint, but the browser would scroll it all the same.
  const table = scroller.querySelector("table");
  const over = table.scrollWidth - scroller.clientWidth;
  const scrolls = over > 1;
  const hint = scroller.parentElement.querySelector("[data-scroll-hint]");
  const first = scrolls && !scroller.classList.contains("scrolls");
  scroller.classList.toggle("scrolls", scrolls);
  scroller.classList.toggle("fits", over <= 0);
  hint.hidden = !scrolls;
  if (first) showNewest(scroller, table);
  if (over > 0) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
  } else {
    scroller.removeAttribute("tabindex");
    scroller.removeAttribute("role");
  }
}

function showNewest(scroller, table) {
  const newest = table.querySelector("thead [data-newest]");
  const head = table.querySelector("tbody th[scope=row]");
  if (!newest || !head || scroller.scrollLeft) return;
  scroller.scrollLeft = newest.getBoundingClientRect().left - head.getBoundingClientRect().right;
}

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) tell(target);
});
for (const scroller of document.querySelectorAll("[data-scroller]")) watcher.observe(scroller);

/** A cell's number; of one without, its words, which come after all numbers. */
function valueOf(row, at) {
  const cell = row.cells[at];
  const shown = cell?.querySelector(".number");
  if (!shown) return cell?.querySelector(".status") ? null : (cell?.textContent.trim() ?? "");
  const plain = shown.textContent.replaceAll(group, "").replace(point, ".").replace("\u2212", "-");
  return parseFloat(plain.replace(/[^\d.+-]/g, ""));
}

function compare(one, other) {
  if (one === null || other === null) return (one === null) - (other === null);
  const numbers = typeof one === "number" && typeof other === "number";
  return numbers ? one - other : words.compare(String(one), String(other));
}

/** The head of each column, by its place: in tables of two rows of heads some are in the first. */
function columnHeads(table) {
  const found = [];
  const below = []; // places that a head of the first row takes in the second
  for (const row of table.tHead.rows) {
    let at = 0;
    for (const cell of row.cells) {
      while (below[at]) at += 1;
      if (cell.colSpan === 1) found[at] = cell;
      for (let place = at; place < at + cell.colSpan; place += 1) below[place] = cell.rowSpan > 1;
      at += cell.colSpan;
    }
  }
  return found;
}

function sortable(table) {
  const bodies = [...table.tBodies].map((body) => ({ body, rows: [...body.rows] }));
  const heads = columnHeads(table);
  const show = (at, way) => {
    for (const { body, rows } of bodies) {
      const moved = rows.filter(isPlain);
      if (way) {
        const up = (one, other) => compare(valueOf(one, at), valueOf(other, at));
        const down = (one, other) => {
          const [first, second] = [valueOf(one, at), valueOf(other, at)];
          return first === null || second === null ? compare(first, second) : compare(second, first);
        };
        moved.sort(way === "ascending" ? up : down);
      }
      const next = moved.values();
      body.replaceChildren(...rows.map((row) => (isPlain(row) ? next.next().value : row)));
    }
  };
  heads.forEach((head, at) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorter";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const way = { none: "ascending", ascending: "descending" }[head.ariaSort ?? "none"];
      for (const other of heads) other?.removeAttribute("aria-sort");
      if (way) head.setAttribute("aria-sort", way);
      show(at, way);
    });
  });
}

/** Neither the head of a section nor a total, which keep their places. */
function isPlain(row) {
  return !row.classList.contains("section") && !row.classList.contains("total");
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
}

/** Leaves the rows that have all that is typed; without any, all of them. */
function narrowable(form) {
  const table = form.parentElement.querySelector("table");
  const [field, count] = [form.querySelector("input"), form.querySelector("[data-found]")];
  const forms = JSON.parse(count.dataset.found);
  form.classList.add("ready");
  const narrow = () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const body of table.tBodies) {
      let here = 0;
      for (const row of [...body.rows].filter(isPlain)) {
        const text = plain(row.textContent);
        row.hidden = !wanted.every((word) => text.includes(word));
        if (!row.hidden) here += 1;
      }
      for (const row of body.rows) if (!isPlain(row)) row.hidden = wanted.length > 0 && (here === 0 || row.classList.contains("total"));
      found += here;
    }
    const form_ = forms[plural.select(found)] ?? forms.other;
    count.textContent = wanted.length ? form_.replace("{rows}", number.format(found)) : "";
  };
  field.addEventListener("input", narrow);
  if (field.value) narrow(); // the browser may have kept what was typed before
}

for (const table of document.querySelectorAll("table.sorts")) sortable(table);
for (const form of document.querySelectorAll("[data-rows]")) narrowable(form);
