// Finds pages while the reader types: suggestions to choose from with the arrow keys (the ARIA
// combobox), and the list below, which narrows. Without this script the whole list stands.

import { load, plain, search, wordsOf } from "./search.js";

const MOST = 8; // suggestions
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);

class Finder {
  constructor(section, form, index) {
    this.form = form;
    this.index = index;
    this.root = new URL(form.dataset.root, document.baseURI);
    this.kind = form.dataset.kind;
    this.field = form.querySelector("input");
    this.options = form.querySelector("[role=listbox]");
    this.count = form.querySelector("[data-found]");
    this.forms = JSON.parse(this.count.dataset.found);
    this.results = section.querySelector("[data-results]");
    this.groups = [...section.querySelectorAll(".link-group")];
    this.active = -1;
    this.selects = this.kind === "school" ? index.filters.filter(this.tells, this).map(this.select, this) : [];
    this.field.addEventListener("input", () => this.narrow(true));
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.close());
    this.field.addEventListener("focus", () => this.narrow(true));
    form.hidden = false;
    if (this.results && location.hash.startsWith("#q=")) this.field.value = decodeURIComponent(location.hash.slice(3));
    this.narrow(false); // the browser may have kept what was typed before
  }

  address(page) {
    return new URL(page.path ? `${page.path}/` : "", this.root);
  }

  /** A filter says something only where pages differ by it. */
  tells({ name }) {
    return new Set(this.index.pages.filter((page) => page.kind === this.kind).map((page) => page[name])).size > 1;
  }

  select({ name, label, every, options }) {
    const held = new Set(this.index.pages.map((page) => page[name]));
    const select = document.createElement("select");
    select.append(new Option(every, ""), ...options.filter(([value]) => held.has(value)).map(([value, text]) => new Option(text, value)));
    select.dataset.filter = name;
    select.addEventListener("change", () => this.narrow(false));
    const around = document.createElement("label");
    around.append(label, select);
    this.form.querySelector("[data-filters]").append(around);
    return select;
  }

  wanted(page) {
    if (this.kind && page.kind !== this.kind) return false;
    return this.selects.every((select) => !select.value || page[select.dataset.filter] === select.value);
  }

  narrow(open) {
    const typed = this.field.value.trim();
    const found = search(this.index, typed, (page) => this.wanted(page)).map((at) => this.index.pages[at]);
    const asked = Boolean(wordsOf(typed).length || this.selects.some((select) => select.value));
    this.count.textContent = asked ? this.message(found.length) : "";
    if (this.results) this.list(found, asked);
    else this.hide(found);
    this.found = wordsOf(typed).length ? found.slice(0, MOST) : [];
    if (open && this.found.length) this.open();
    else this.close();
  }

  /** The list of links that stands on the page, less those that were not found. */
  hide(found) {
    const kept = new Set(found.map((page) => this.address(page).href));
    for (const group of this.groups) {
      const items = [...group.querySelectorAll(":scope > ul > li")];
      for (const item of items) item.hidden = !kept.has(item.querySelector("a").href);
      group.hidden = items.every((item) => item.hidden);
    }
  }

  /** What was found, the best first, in place of the list of all pages. */
  list(found, asked) {
    this.results.hidden = !asked;
    for (const group of this.groups) group.hidden = asked;
    history.replaceState(null, "", asked ? `#q=${encodeURIComponent(this.field.value.trim())}` : location.pathname);
    this.results.replaceChildren(...(asked ? found.map((page) => this.result(page)) : []));
  }

  result(page) {
    const item = document.createElement("li");
    item.append(link(this.address(page), page.title), note(page.note));
    const asked = wordsOf(this.field.value);
    const has = (text) => asked.some((word) => plain(text).includes(word));
    const headings = page.headings.filter(([, text]) => has(text)).slice(0, 3);
    if (headings.length) {
      const list = document.createElement("ul");
      for (const [id, text] of headings) {
        const entry = document.createElement("li");
        entry.append(link(`${this.address(page)}#${id}`, text));
        list.append(entry);
      }
      item.append(list);
    }
    return item;
  }

  open() {
    this.active = -1;
    this.options.replaceChildren(...this.found.map((page, at) => this.option(page, at)));
    this.options.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.field.removeAttribute("aria-activedescendant");
  }

  option(page, at) {
    const option = document.createElement("li");
    option.id = `${this.options.id}_${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(page.title);
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.go(page));
    return option;
  }

  close() {
    this.options.hidden = true;
    this.active = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      event.preventDefault();
      if (this.options.hidden) this.open();
      this.choose(this.active + steps[event.key]);
    } else if (event.key === "Enter" && this.found.length) {
      event.preventDefault();
      this.go(this.found[Math.max(this.active, 0)]);
    } else if (event.key === "Escape") {
      if (!this.options.hidden) event.preventDefault();
      this.close();
    }
  }

  choose(at) {
    const every = [...this.options.children];
    this.active = (at + every.length + (at < -1 ? 1 : 0)) % every.length;
    every.forEach((option, own) => option.setAttribute("aria-selected", String(own === this.active)));
    this.field.setAttribute("aria-activedescendant", every[this.active].id);
    every[this.active].scrollIntoView({ block: "nearest" });
  }

  go(page) {
    location.assign(this.address(page));
  }

  message(found) {
    if (found === 0) return this.count.dataset.none;
    const form = this.forms[plural.select(found)] ?? this.forms.other;
    return form.replace("{count}", number.format(found));
  }
}

function link(address, text) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = text;
  return made;
}

function note(text) {
  const made = document.createElement("span");
  made.className = "link-note";
  made.textContent = text;
  return made;
}

for (const section of document.querySelectorAll("[data-finder]")) {
  const form = section.querySelector("[data-finder-form]");
  const index = await load(form.dataset.index).catch(() => null);
  if (index) new Finder(section, form, index);
}
