// Filters: what a choice keeps (the rules of analysis/selection.py), how many each option would keep,
// and the panel that shows them. Everything happens here, in the browser, within one frame.

import { el } from "./words.js";

export function searchText(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("’", "'")
    .replaceAll("œ", "oe")
    .replaceAll("đ", "d");
}

// A choice of filters, read from an address and written back to it.
export class Choice {
  constructor(facets) {
    this.facets = facets;
    this.chosen = new Map(facets.map((facet) => [facet.name, new Set()]));
    this.query = "";
  }

  read(parameters) {
    for (const facet of this.facets) {
      const known = new Set(facet.options.map((option) => option.code));
      const asked = (parameters.get(facet.name) ?? "").split(",").filter((code) => known.has(code));
      this.chosen.set(facet.name, new Set(asked));
    }
    this.query = (parameters.get("q") ?? "").slice(0, 200);
    return this;
  }

  write(parameters) {
    for (const [name, codes] of this.chosen) {
      if (codes.size) parameters.set(name, [...codes].join(","));
      else parameters.delete(name);
    }
    if (this.query.trim()) parameters.set("q", this.query.trim());
    else parameters.delete("q");
    return parameters;
  }

  clear() {
    for (const codes of this.chosen.values()) codes.clear();
    this.query = "";
  }

  get size() {
    let count = this.query.trim() ? 1 : 0;
    for (const codes of this.chosen.values()) count += codes.size;
    return count;
  }
}

function failsOf(values, facets, choice) {
  // Bit i is set when facet i refuses these values.
  let fails = 0;
  facets.forEach((facet, bit) => {
    const chosen = choice.chosen.get(facet.name);
    if (chosen.size && !(values[facet.name] ?? []).some((code) => chosen.has(code))) fails |= 1 << bit;
  });
  return fails;
}

function hasAll(words, text) {
  return words.every((word) => text.includes(word));
}

// What each option of a facet would keep: an option is counted for an item that no *other* facet refuses.
class Counts {
  constructor(facets) {
    this.facets = facets;
    this.byFacet = new Map(facets.map((facet) => [facet.name, new Map()]));
  }

  add(bit, codes) {
    const counts = this.byFacet.get(this.facets[bit].name);
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  }

  of(name, code) {
    return this.byFacet.get(name).get(code) ?? 0;
  }
}

// Items are projects: each has its own values and those of its city.
export function filterProjects(projects, facets, choice) {
  const words = searchText(choice.query).split(/\s+/).filter(Boolean);
  const counts = new Counts(facets);
  const kept = [];
  for (const project of projects) {
    if (words.length && !hasAll(words, project.text)) continue;
    const fails = failsOf(project.values, facets, choice);
    if (!fails) kept.push(project);
    facets.forEach((facet, bit) => {
      if (!(fails & ~(1 << bit))) counts.add(bit, project.values[facet.name] ?? []);
    });
  }
  return { kept, counts };
}

// Items are cities: filters on projects must hold for one and the same project of the city.
export function filterCities(cities, facets, choice) {
  const words = searchText(choice.query).split(/\s+/).filter(Boolean);
  const projectBits = facets.map((facet, bit) => (facet.level === "project" ? 1 << bit : 0));
  const allProjectBits = projectBits.reduce((sum, bit) => sum | bit, 0);
  const needsProject = facets.some(
    (facet) => facet.level === "project" && choice.chosen.get(facet.name).size,
  );
  const counts = new Counts(facets);
  const kept = [];
  for (const city of cities) {
    const cityFails = failsOf(city.values, facets, choice) & ~allProjectBits;
    const ownText = !words.length || hasAll(words, city.text);
    const projects = city.projects
      .filter((project) => ownText || hasAll(words, `${city.text} ${project.text}`))
      .map((project) => [project, failsOf(project.values, facets, choice) & allProjectBits]);
    const meetsAll = projects.some(([, fails]) => !fails);
    const passes = meetsAll || (!needsProject && ownText);
    if (!cityFails && passes) kept.push(city);
    facets.forEach((facet, bit) => {
      if (facet.level === "city") {
        if (passes && !(cityFails & ~(1 << bit))) counts.add(bit, city.values[facet.name] ?? []);
      } else if (!cityFails) {
        const codes = new Set();
        for (const [project, fails] of projects) {
          if (!(fails & ~(1 << bit))) for (const code of project.values[facet.name]) codes.add(code);
        }
        counts.add(bit, codes);
      }
    });
  }
  return { kept, counts };
}

let panels = 0;

// The panel of filters: a search field, then one group of check boxes a facet, with counts.
export class FacetPanel {
  constructor(facets, choice, t, onChange) {
    this.facets = facets;
    this.choice = choice;
    this.t = t;
    this.onChange = onChange;
    this.boxes = new Map();
    this.id = `rc-facets-${(panels += 1)}`;
    this.element = this.#build();
    this.update(null);
  }

  #build() {
    const { t } = this;
    this.search = el("input", {
      type: "search", class: "rc-search", id: `${this.id}-search`, autocomplete: "off",
      placeholder: t("facet.search.placeholder"), maxlength: "200",
      oninput: () => { this.choice.query = this.search.value; this.onChange(); },
    });
    this.clear = el("button", {
      type: "button", class: "rc-quiet",
      onclick: () => { this.choice.clear(); this.sync(); this.onChange(); this.search.focus(); },
    }, t("facet.clear"));
    this.groups = this.facets.map((facet) => this.#group(facet));
    this.chosenCount = el("span", { class: "rc-facet-chosen" });
    const body = el("div", { class: "rc-facet-body" }, this.groups);
    this.drawer = el("details", { class: "rc-facet-drawer", open: true },
      el("summary", {}, t("facet.open"), " ", this.chosenCount), body);
    // On a phone the filters start closed, so that the map is on the first screen.
    if (window.matchMedia("(max-width: 820px)").matches) this.drawer.open = false;
    return el("form", { class: "rc-facets", role: "search", onsubmit: (event) => event.preventDefault() },
      el("div", { class: "rc-search-row" },
        el("label", { class: "rc-hidden", for: `${this.id}-search` }, t("facet.search")), this.search, this.clear),
      this.drawer);
  }

  #group(facet) {
    const options = facet.options.map((option) => {
      const box = el("input", {
        type: "checkbox", name: facet.name, value: option.code,
        onchange: () => {
          const chosen = this.choice.chosen.get(facet.name);
          if (box.checked) chosen.add(option.code);
          else chosen.delete(option.code);
          this.onChange();
        },
      });
      const count = el("span", { class: "rc-facet-count" });
      const row = el("label", { class: option.parent ? "rc-option rc-option-child" : "rc-option" },
        box, el("span", { class: "rc-option-label" }, option.label), count);
      this.boxes.set(`${facet.name}=${option.code}`, { box, count, row });
      return row;
    });
    const chosen = el("span", { class: "rc-facet-chosen" });
    const group = el("details", { class: "rc-facet", "data-facet": facet.name },
      el("summary", {}, facet.label, " ", chosen),
      el("div", { class: "rc-options", role: "group", "aria-label": facet.label }, options));
    group.chosen = chosen;
    return group;
  }

  // Show the choice as it is now (it was changed from elsewhere: address, quick view).
  sync() {
    if (this.search.value !== this.choice.query) this.search.value = this.choice.query;
    for (const facet of this.facets) {
      for (const option of facet.options) {
        this.boxes.get(`${facet.name}=${option.code}`).box.checked = this.choice.chosen.get(facet.name).has(option.code);
      }
    }
    this.facets.forEach((facet, place) => {
      if (this.choice.chosen.get(facet.name).size) this.groups[place].open = true;
    });
  }

  update(counts) {
    this.facets.forEach((facet, place) => {
      const chosen = this.choice.chosen.get(facet.name);
      this.groups[place].chosen.textContent = chosen.size ? String(chosen.size) : "";
      if (!counts) return;
      for (const option of facet.options) {
        const { count, row } = this.boxes.get(`${facet.name}=${option.code}`);
        const number = counts.of(facet.name, option.code);
        count.textContent = String(number);
        row.classList.toggle("rc-option-empty", number === 0 && !chosen.has(option.code));
      }
    });
    const size = this.choice.size;
    this.clear.hidden = size === 0;
    this.chosenCount.textContent = size ? this.t("facet.chosen", { count: size }) : "";
  }
}
