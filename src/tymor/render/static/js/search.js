// Looks words up in a site's index. The index knows the forms that a language gives a word; here
// stand only beginnings of words, one mistyped letter, and which page comes first.

const WEIGHTS = [8, 3, 1]; // a word in a title, in a heading, in the text
const EXACT = 4, BEGINS = 2, MISTYPED = 1;
const LEAST_MISTYPED = 4; // letters: of shorter words another letter is another word

/** Lower case and without accents: "ty" finds "Tŷ". */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function wordsOf(text) {
  return plain(text).match(/[\p{L}\p{N}]+/gu)?.filter((word) => word.length > 1) ?? [];
}

export async function load(address) {
  const answer = await fetch(address);
  const index = await answer.json();
  index.keys = [...Object.keys(index.words), ...Object.keys(index.forms)];
  return index;
}

/** The pages that have every word that was typed, the best first; all of them where none was. */
export function search(index, typed, wanted = () => true) {
  const asked = wordsOf(typed);
  const kept = (at) => wanted(index.pages[at]);
  if (!asked.length) return index.pages.map((page, at) => at).filter(kept);
  const scores = asked.map((word) => scored(index, word));
  const first = scores.reduce((one, other) => (one.size < other.size ? one : other));
  const found = [...first.keys()].filter((at) => kept(at) && scores.every((each) => each.has(at)));
  const total = (at) => scores.reduce((sum, each) => sum + each.get(at), 0);
  const totals = new Map(found.map((at) => [at, total(at)]));
  return found.sort((one, other) => totals.get(other) - totals.get(one) || one - other);
}

/** How well each page fits one word: by the word itself, one that begins so, or one mistyped. */
function scored(index, word) {
  const scores = new Map();
  for (const key of index.keys) {
    if (key === word) add(index, key, EXACT, scores);
    else if (key.startsWith(word)) add(index, key, BEGINS, scores);
  }
  if (scores.size || word.length < LEAST_MISTYPED) return scores;
  for (const key of index.keys) {
    if (isMistyped(word, key) || isMistyped(word, key.slice(0, word.length))) add(index, key, MISTYPED, scores);
  }
  return scores;
}

function add(index, key, fit, scores) {
  const words = new Set([...(index.words[key] ? [key] : []), ...(index.forms[key] ?? [])]);
  for (const word of words) {
    index.words[word].forEach((pages, place) => {
      for (const at of pages) scores.set(at, Math.max(scores.get(at) ?? 0, fit * WEIGHTS[place]));
    });
  }
}

/** One letter more, less or other, or two that changed places. */
export function isMistyped(word, key) {
  if (Math.abs(word.length - key.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === key[start]) start += 1;
  const [one, other] = [word.slice(start), key.slice(start)];
  if (one.slice(1) === other.slice(1) || one.slice(1) === other || one === other.slice(1)) return true;
  return one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2);
}
