// « Trouver une ville » in the header, « Ajouter une ville » on the comparison: type a name in any script, with
// or without accents, and go.
// A combobox as the ARIA practices describe it: arrows choose, Enter goes, Escape closes.

import { searchText } from "./facets.js";
import { currentLanguage, go } from "./frame.js";
import { el, translator } from "./words.js";

const SHOWN = 8;
const names = new Map();
let boxes = 0;

// The page draws its box anew after a choice: whoever types goes on typing there.
function keepFocus(input) {
  const observer = new MutationObserver(() => {
    const next = document.querySelector(".rc-finder-add input");
    if (!next || next === input) return;
    observer.disconnect();
    next.focus();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), 6000);
}

async function citiesOf(language, version) {
  if (!names.has(language)) {
    const response = await fetch(`/data/${version}/atlas.${language}.json`);
    names.set(language, await response.json());
  }
  return names.get(language);
}

export function start(box, settings) {
  const input = box.querySelector("input");
  const prefix = `rc-finder-${boxes += 1}`;
  const list = el("ul", { id: `${prefix}-list`, role: "listbox", class: "rc-finder-list", hidden: true });
  const status = el("span", { class: "rc-hidden", role: "status" });
  box.append(list, status);
  input.setAttribute("aria-controls", list.id);
  let active = -1;

  const taken = () => (box.dataset.rcAdd ?? "").split(",").filter(Boolean);
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const option = list.children[place];
    if (!option?.dataset.city) return;
    input.value = "";
    close();
    input.blur();
    if (box.dataset.rcAdd !== undefined) {
      const cities = [...taken(), option.dataset.city].join(",");
      const view = new URLSearchParams(location.search).get("view");
      keepFocus(input);
      go(`/${settings.paths.comparison}?lang=${currentLanguage()}&cities=${cities}${view ? `&view=${encodeURIComponent(view)}` : ""}`);
      return;
    }
    const query = new URLSearchParams({ lang: currentLanguage(), city: option.dataset.city });
    go(`/${settings.paths.city}?${query}`);
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  const mark = (place) => {
    active = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place >= 0) input.setAttribute("aria-activedescendant", list.children[place].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const update = async () => {
    const words = searchText(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) {
      close();
      return;
    }
    const data = await citiesOf(currentLanguage(), settings.version);
    const t = translator(data.strings, data.language);
    const starts = (city) => (searchText(city.name).startsWith(words[0]) ? 0 : 1);
    const found = data.cities.filter((city) => words.every((word) => city.text.includes(word)) && !taken().includes(city.id))
      .sort((a, b) => starts(a) - starts(b));
    const options = found.slice(0, SHOWN).map((city, place) =>
      el("li", { role: "option", id: `${prefix}-${place}`, "data-city": city.id, "aria-selected": "false",
        onpointerdown: (event) => { event.preventDefault(); choose(place); } },
      el("bdi", {}, city.name), " ", el("span", { class: "rc-muted" }, city.country)));
    if (!options.length) options.push(el("li", { role: "option", "aria-disabled": "true", id: `${prefix}-0` }, t("map.find_none")));
    list.replaceChildren(...options);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    status.textContent = t("map.found", { count: found.length });
    mark(found.length ? 0 : -1);
  };

  input.addEventListener("input", update);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") mark(active >= last ? 0 : active + 1);
    else if (event.key === "ArrowUp") mark(active <= 0 ? last : active - 1);
    else if (event.key === "Enter") choose(Math.max(active, 0));
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  update();
}
