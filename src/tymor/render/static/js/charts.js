// What a reader may ask of a chart: to explore it where there is a pointer, and its picture to keep.
// Its picture in the page stays in its place and keeps its size, whatever is asked or fails.

const language = document.documentElement.lang;
const FONT = "Source Sans 3";
const FAMILIES = `"${FONT}", sans-serif`; // a name with a digit is a name only in quotes
const MARGIN = 16; // around a picture that is kept, and between its parts
const TITLE = { font: `600 20px ${FAMILIES}`, line: 26 };
const FOOT = { font: `13px ${FAMILIES}`, line: 18 };
const SHARPER = 2; // pixels of a PNG to one of the picture

let tools; // Vega and the language's number formats, asked for once

function load() {
  tools ??= Promise.all([
    import("./vega.js"),
    read(new URL(`./vega-locale-${language}.json`, import.meta.url)),
    ...fonts(),
  ]);
  return tools;
}

function fonts() {
  return [TITLE, FOOT].map((style) => document.fonts.load(style.font));
}

async function read(address, reviver) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return JSON.parse(await response.text(), reviver);
}

function quoteFont(key, value) {
  const named = key.toLowerCase().endsWith("font") && typeof value === "string";
  return named && value.includes(FONT) ? FAMILIES : value;
}

/** Lays the same chart, which answers to the pointer, over its picture. */
async function explore(figure) {
  const picture = figure.querySelector("[data-picture]");
  const [{ vegaEmbed }, locale] = await load();
  const spec = await read(new URL(figure.dataset.chart, document.baseURI), quoteFont);
  const stage = document.createElement("div");
  stage.className = "chart-stage";
  stage.setAttribute("aria-hidden", "true"); // the picture's own words are the chart's name
  picture.append(stage);
  try {
    await vegaEmbed(stage, spec, {
      ...locale,
      config: { font: FAMILIES },
      mode: "vega-lite",
      renderer: "svg",
      ast: true,
      actions: false,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    });
  } catch (error) {
    stage.remove();
    throw error;
  }
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", picture.querySelector("img").alt);
  figure.dataset.state = "interactive";
  const hint = figure.querySelector("[data-chart-hint]");
  hint.hidden = false;
  hint.focus();
}

/** A chart's title, its picture in full width and where it is from, as they are kept. */
async function sheet(figure) {
  const image = new Image();
  image.src = figure.querySelector("[data-svg]").href;
  await Promise.all([image.decode(), ...fonts()]);
  const width = image.naturalWidth + 2 * MARGIN;
  const pen = document.createElement("canvas").getContext("2d");
  const said = (selector, style) => {
    pen.font = style.font;
    return lines(pen, figure.querySelector(selector).textContent, width - 2 * MARGIN);
  };
  const [title, foot] = [said("figcaption", TITLE), said("[data-source]", FOOT)];
  const top = MARGIN + title.length * TITLE.line;
  const below = top + image.naturalHeight + MARGIN;
  return { image, width, title, foot, top, below, height: below + foot.length * FOOT.line + MARGIN };
}

function lines(pen, text, width) {
  const found = [""];
  for (const word of text.trim().split(/\s+/)) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width || !found.at(-1)) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

async function png(figure) {
  const { image, width, height, title, foot, top, below } = await sheet(figure);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SHARPER, height * SHARPER];
  const pen = canvas.getContext("2d");
  pen.scale(SHARPER, SHARPER);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#16242b";
  pen.textBaseline = "top";
  for (const [said, style, from] of [[title, TITLE, MARGIN], [foot, FOOT, below]]) {
    pen.font = style.font;
    said.forEach((line, at) => pen.fillText(line, MARGIN, from + at * style.line));
  }
  pen.drawImage(image, MARGIN, top);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

async function svg(figure) {
  const { width, height, title, foot, top, below } = await sheet(figure);
  const response = await fetch(figure.querySelector("[data-svg]").href);
  const drawn = new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement;
  const whole = drawn.cloneNode(false);
  whole.replaceChildren();
  Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }).forEach((each) => whole.setAttribute(...each));
  const add = (name, given, text = "") => {
    const part = document.createElementNS(whole.namespaceURI, name);
    Object.entries(given).forEach((each) => part.setAttribute(...each));
    part.textContent = text;
    whole.append(part);
  };
  add("rect", { width, height, fill: "#fff" });
  const families = drawn.querySelector("[font-family]")?.getAttribute("font-family") ?? "sans-serif";
  for (const [said, style, from] of [[title, TITLE, MARGIN], [foot, FOOT, below]]) {
    const [, weight, size] = /^(\d{3} )?(\d+px)/.exec(style.font);
    const look = { "font-family": families, "font-size": size, "font-weight": weight?.trim() ?? "400", fill: "#16242b" };
    said.forEach((line, at) => add("text", { ...look, x: MARGIN, y: from + at * style.line + parseInt(size, 10) }, line));
  }
  drawn.setAttribute("x", MARGIN);
  drawn.setAttribute("y", top);
  whole.append(drawn);
  return new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" });
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const figure of document.querySelectorAll("[data-chart]")) {
  figure.classList.add("ready");
  const complain = (error) => console.warn(`${figure.id}: ${error.message}`);
  const explorer = figure.querySelector("[data-explore]");
  explorer.addEventListener("click", () => {
    explorer.disabled = true;
    explore(figure).then(() => { explorer.hidden = true; }, (error) => {
      explorer.disabled = false;
      complain(error);
    });
  });
  const link = figure.querySelector("[data-svg]");
  const painter = figure.querySelector("[data-png]");
  painter.addEventListener("click", () => {
    png(figure).then((blob) => keep(blob, link.download.replace(/svg$/, "png"))).catch(complain);
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    svg(figure).then((blob) => keep(blob, link.download)).catch((error) => {
      complain(error);
      window.location.assign(link.href); // the picture alone
    });
  });
}
