// Searches the sections of a site. The index is loaded when somebody is about to ask; each line of it is
// a path, a title, what that is part of, and a text. Published without comments and indentation.

const [search, input, status, hits, pages] = document.querySelectorAll("#search, #search input, #search ~ *");
const index = new URL(search.dataset.index, location);
let lines;

// Where no index can be had, as in a folder without a server, the list of pages stands in.
const load = () => lines ??= fetch(index).then((got) => got.json()).catch(() =>
  [...pages.querySelectorAll("a")].map((link) => [link.href, link.text, "", ""]));

// A word as an expression for all that is typed for it: årsrapport, aarsrapport, arsrapport; 1234, 1 234.
const pattern = (word) => word.replace(/(a[ae]?|[åäæ])|oe?|[øö]/gi, (_, a) =>
  a ? "(?:a[ae]?|[åäæ])" : "(?:oe?|[øö])").replace(/\B(?=(\d{3})+$)/g, ".?");

// How well a section fits: best by the title of a page, then a heading, then the text; less where it is only a
// part of a longer word. A word may stand in what it is part of, but not all may.
const begin = "(?<![\\p{L}\\d])";
const has = (text, word) => RegExp(word, "iu").test(text);
const fit = (text, word, most) => has(text, word) && most - !has(text, begin + word);
const rank = (words, [path, title, above, text]) => words.reduce((sum, word) => {
  const best = fit(title, word, /#/.test(path) ? 4 : 6) || fit(text, word, 2) || has(above, begin + word) / 9;
  return best && sum && sum + best;
}, 1);

const make = (name, parts, more, made = document.createElement(name)) => {
  made.append(...parts);
  return Object.assign(made, more);
};

const show = async () => {
  // Who types on meanwhile is answered for what stands there then.
  const all = input.value && await load();
  const asked = input.value.normalize().replace(/(?<=\b\d{1,3})\W(?=\d{3}\b)/g, "").match(/[\p{L}\d]+/gu);
  let any, found = [];
  // Where nothing is found, endings are left out letter by letter.
  for (let cut = 0; asked && !found[0] && cut < 7; cut++) {
    const words = asked.map((word) => pattern(word.slice(0, Math.max(4, word.length - cut))));
    found = all.map((one) => [rank(words, one), ...one]).filter(([sum]) => sum >= 2);
    any = RegExp(`(${words.join("|")})`, "iu");
  }
  const mark = (text) => text.split(any).map((part, at) => at % 2 ? make("mark", [part]) : part);
  hits.replaceChildren(...found.sort(([a], [b]) => b - a).map(([, path, title, above, text]) => {
    const start = text.lastIndexOf(" ", text.search(any) - 60) + 1;
    const end = `${text} `.lastIndexOf(" ", start + 240);
    return make("li", [
      make("a", mark(title), { href: new URL(path, index) }),
      make("p", [above]),
      make("p", mark((start ? "… " : "") + text.slice(start, end) + (text[end] ? " …" : "")))]);
  }));
  pages.hidden = asked;
  status.textContent = asked ? status.dataset[["none", "one"][found.length] ?? "many"].replace("{n}", found.length).replace("{words}", () => input.value) : "";
};

input.onfocus = load;
input.oninput = show;
input.onchange = () => history.pushState(0, "", "?q=" + encodeURIComponent(input.value));
search.onsubmit = () => false;
search.hidden = false;
(onpopstate = () => {
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
})();
