// Shows the new page in place of the old one whenever the server says that there is one.

const BAR = "tymor-preview";
const bar = () => document.getElementById(BAR);

/** What a reader looks at: the first thing with a name that is in sight, and how far down it is. */
function inSight() {
  const below = bar().getBoundingClientRect().bottom;
  for (const one of document.querySelectorAll("main [id]")) {
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom > below && top < innerHeight) return { id: one.id, top };
  }
  return null;
}

const opened = () => [...document.querySelectorAll("[id] details[open]")].map((each) => each.closest("[id]").id);

/** Puts another document's content in the place of this one's, which stays where it was. */
function show(next, page) {
  const [seen, open, left] = [inSight(), opened(), scrollY];
  for (const picture of next.querySelectorAll("main img[src], main source[srcset]")) {
    const name = picture.hasAttribute("src") ? "src" : "srcset";
    picture.setAttribute(name, `${picture.getAttribute(name)}?page=${page}`); // not the one that is held
  }
  document.title = next.title;
  document.body.replaceChildren(...next.body.childNodes);
  for (const id of open) document.querySelector(`[id="${CSS.escape(id)}"] details`)?.setAttribute("open", "");
  for (const script of next.head.querySelectorAll("script[src]")) {
    const address = new URL(script.getAttribute("src"), location.href);
    if (address.pathname.startsWith("/_preview/")) continue;
    const again = document.createElement("script");
    again.type = "module";
    again.src = `${address.href}?page=${page}`; // a module that is there does not run again
    document.head.append(again);
    again.addEventListener("load", () => again.remove());
  }
  number();
  const there = seen && document.getElementById(seen.id);
  if (there) scrollBy({ top: there.getBoundingClientRect().top - seen.top, behavior: "instant" });
  else scrollTo({ top: left, behavior: "instant" });
}

/** Says of each row of a table which one it is, before a reader sorts them. */
function number() {
  for (const table of document.querySelectorAll("main table")) {
    [...table.querySelectorAll("tbody tr")].forEach((row, at) => { row.dataset.at = at; });
  }
}

/** Where on the page a figure stands: its block, and its row and column in that. */
function placeOf(target) {
  if (target.closest("a, button, input, summary, label")) return null;
  const tile = target.closest(".tile");
  const cell = target.closest("tbody td");
  const block = (tile ?? cell ?? target.closest("p.text, p.numbered"))?.closest("[id]");
  if (!block) return null;
  const row = tile ? [...block.querySelectorAll(".tile")].indexOf(tile) : cell?.parentElement.dataset.at ?? 0;
  return { block: block.id, row, column: cell?.cellIndex ?? 0 };
}

const figure = () => document.getElementById("tymor-figure");

async function explain(place) {
  const asked = new URLSearchParams({ lang: document.documentElement.lang, ...place });
  const answer = await fetch(`/_preview/figure?${asked}`);
  if (!answer.ok) return;
  const said = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tymor-figure");
  figure()?.remove();
  document.body.append(said);
  said.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) figure().remove();
  else if (event.target.closest("main")) {
    const place = placeOf(event.target);
    if (place) explain(place);
  }
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") figure()?.remove(); });

async function look() {
  const answer = await fetch(location.pathname);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const own = next.getElementById(BAR);
  if (own.dataset.address !== location.pathname) location.replace(own.dataset.address); // there was none
  else if (own.dataset.page === bar().dataset.page) bar().replaceWith(own);
  else show(next, own.dataset.page);
}

number();
let looking = Promise.resolve();
const told = new EventSource("/_preview/events");
told.addEventListener("message", () => { looking = looking.then(look).catch(() => {}); });
