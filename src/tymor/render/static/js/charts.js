// Puts an interactive chart in the place of its picture when the reader comes near.
// The picture stays whenever anything fails: it shows the same figures.

const language = document.documentElement.lang;
const NEAR = "300px";
const FONT = "Source Sans 3";
const FAMILIES = `"${FONT}", sans-serif`; // a name with a digit is a name only in quotes
const LEAST = 380; // a chart is drawn for at least this many pixels
const LEGEND_ENTRY = 170;
const BESIDE_LABELS = 1 - 0.42; // a legend begins where the labels of the axis end
const AXIS = 70; // left beside the only column of small multiples for its scale
const REDRAW_FROM = 24; // pixels by which the width must change

let tools; // Vega and the language's number formats, asked for once

function load() {
  tools ??= Promise.all([
    import("./vega.js"),
    read(new URL(`./vega-locale-${language}.json`, import.meta.url)),
    document.fonts.load('16px "Source Sans 3"'),
    document.fonts.load('600 16px "Source Sans 3"'),
  ]);
  return tools;
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

/**
 * Draws a chart anew for a narrow screen, where a picture made small could not be read:
 * one view takes the width there is, small multiples stand in fewer columns. It is never
 * drawn narrower than LEAST; what is then too wide, the style sheet scales down.
 */
function fit(spec, natural, available) {
  if (natural <= available) return { spec };
  const width = Math.max(available, LEAST);
  const tight = tighten(spec, width);
  if ("facet" in spec && "columns" in spec) {
    const columns = Math.max(1, Math.floor((spec.columns * available) / natural));
    const panel = columns === 1 ? { ...tight.spec, width: available - AXIS } : tight.spec;
    return { spec: { ...tight, columns, spec: panel } };
  }
  const composed = ["hconcat", "vconcat", "concat", "facet", "repeat"].some((key) => key in spec);
  const faceted = ["row", "column", "facet"].some((channel) => channel in (spec.encoding ?? {}));
  if (composed || faceted) return { spec };
  return { spec: { ...tight, width }, fits: true };
}

/** Said of the compiled chart: Vega-Lite warns when one direction fits and the other does not. */
function fitWidth(compiled) {
  return { ...compiled, autosize: { type: "fit-x", contains: "padding" } };
}

/** Keeps labels and legends from taking the room of the figures. */
function tighten(spec, width) {
  return JSON.parse(JSON.stringify(spec), (key, value) => {
    if (value === null || typeof value !== "object") return value;
    const limit = value.labelLimit ?? Infinity;
    if (key === "axis") return { ...value, labelLimit: Math.min(limit, width * (1 - BESIDE_LABELS)) };
    if (key !== "legend") return value;
    const columns = Math.max(1, Math.floor((width * BESIDE_LABELS) / LEGEND_ENTRY));
    return {
      ...value,
      labelLimit: Math.min(limit, width * 0.8),
      columns: Math.min(value.columns ?? columns, columns),
    };
  });
}

async function embed(picture, spec, natural) {
  const [{ vegaEmbed }, locale] = await load();
  const shape = fit(spec, natural, picture.clientWidth);
  const stage = document.createElement("div");
  stage.className = "chart-stage is-drawing";
  stage.setAttribute("aria-hidden", "true"); // the picture's own words are the chart's name
  picture.append(stage);
  try {
    const drawn = await vegaEmbed(stage, shape.spec, {
      ...locale,
      ...(shape.fits && { patch: fitWidth }),
      config: { font: FAMILIES },
      mode: "vega-lite",
      renderer: "svg",
      ast: true,
      actions: false,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    });
    for (const child of [...picture.children]) if (child !== stage) child.remove();
    stage.classList.remove("is-drawing");
    return drawn;
  } catch (error) {
    stage.remove();
    throw error;
  }
}

async function bringToLife(figure) {
  const picture = figure.querySelector("[data-picture]");
  const image = picture.querySelector("img");
  const spec = await read(new URL(figure.dataset.chart, document.baseURI), quoteFont);
  await image.decode().catch(() => undefined);
  const natural = image.naturalWidth || Infinity;
  let width = picture.clientWidth;
  let drawn = await embed(picture, spec, natural);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", image.alt);
  figure.querySelector("[data-chart-hint]").hidden = false;
  figure.dataset.state = "interactive";
  new ResizeObserver(async () => {
    if (Math.abs(picture.clientWidth - width) < REDRAW_FROM) return;
    width = picture.clientWidth;
    const before = drawn;
    drawn = await embed(picture, spec, natural);
    before.finalize();
  }).observe(picture);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      bringToLife(target).catch((error) => console.warn(`${target.id}: ${error.message}`));
    }
  },
  { rootMargin: NEAR },
);
for (const figure of document.querySelectorAll("[data-chart]")) watcher.observe(figure);
