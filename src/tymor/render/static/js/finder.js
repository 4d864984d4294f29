// Narrows a list of links while the reader types. Without it the whole list stands.

const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);

/** Lower case and without accents: "ty" finds "Tŷ". */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
}

function enhance(section) {
  const form = section.querySelector("[data-finder-form]");
  const field = form.querySelector("input");
  const count = form.querySelector("[data-found]");
  const forms = JSON.parse(count.dataset.found);
  const groups = [...section.querySelectorAll(".link-group")].map((element) => {
    const title = element.querySelector(".link-group-title")?.textContent ?? "";
    const items = [...element.querySelectorAll("li")];
    return {
      element,
      items: items.map((item) => ({ item, text: plain(`${item.textContent} ${title}`) })),
    };
  });

  function narrow() {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { element, items } of groups) {
      let here = 0;
      for (const { item, text } of items) {
        item.hidden = !wanted.every((word) => text.includes(word));
        if (!item.hidden) here += 1;
      }
      element.hidden = here === 0;
      found += here;
    }
    count.textContent = wanted.length ? message(found) : "";
  }

  function message(found) {
    if (found === 0) return count.dataset.none;
    const form = forms[plural.select(found)] ?? forms.other;
    return form.replace("{count}", number.format(found));
  }

  field.addEventListener("input", narrow);
  form.hidden = false;
  narrow(); // the browser may have kept what was typed before
}

for (const section of document.querySelectorAll("[data-finder]")) enhance(section);
