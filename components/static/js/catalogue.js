// The catalogue of projects: filters, cards or table, how the selection is spread, one project opened.
// Painted before Streamlit has started, then adopted by the component that the page mounts; nothing is
// asked of the server but the text of the project that is opened.

import { Choice, FacetPanel, filterProjects } from "./facets.js";
import { currentLanguage, currentPage, remember, version } from "./frame.js";
import { copyLink, el, translator } from "./words.js";

const STEP = 60;
const FIRST = 12;
const VIEWS = ["cards", "table"];
const SORT_KEYS = ["line", "title", "city", "country", "stage", "technology", "years", "as_of"];
const COLUMNS = ["title", "city", "country", "line", "stage", "technology", "actors", "years", "as_of", "sources"];
const ORDERS = ["line", "city", "title", "country", "stage", "technology", "-years", "years", "-as_of", "as_of"];
const wide = window.matchMedia("(min-width: 1360px)");

let catalogue = null;

async function payload(dataVersion, language) {
  const response = await fetch(`/data/${dataVersion}/catalogue.${language}.json`);
  if (!response.ok) throw new Error(`${response.status} for the data of the projects`);
  return response.json();
}

// Paint the projects at once, above the page that Streamlit is preparing.
export async function preview() {
  catalogue = new Catalogue(await payload(version, currentLanguage()));
  if (document.querySelector(".rc-module-slot")) return;
  const holder = el("div", { id: "rc-preview", role: "main" },
    el("h1", { class: "rc-preview-title" }, catalogue.t("projects.title")), catalogue.element);
  document.getElementById("rc-header").after(holder);
  catalogue.start();
  await catalogue.painted;
}

// Put the catalogue into the page that Streamlit has drawn.
export async function mount(slot, { version: dataVersion, language }) {
  if (!catalogue || catalogue.data.language !== language || catalogue.data.version !== dataVersion) {
    const data = await payload(dataVersion, language);
    if (!slot.isConnected) return;
    if (catalogue) catalogue.use(data);
    else catalogue = new Catalogue(data);
  }
  catalogue.moveTo(slot);
  document.getElementById("rc-preview")?.remove();
  catalogue.start();
}

export function unmount(slot) {
  if (!catalogue || !slot.contains(catalogue.element)) return;
  catalogue.detail.hide();
  catalogue.element.remove();
}

// Whether a project's facts are over 36 months old on this day (YYYY-MM-DD); unknown age is not.
export function isToConfirm(project, day) {
  return project.fresh_until !== "" && day > project.fresh_until;
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

export class Catalogue {
  constructor(data) {
    this.element = el("div", { class: "rc-catalogue" });
    this.started = false;
    this.furnished = false;
    this.detail = new Detail(this);
    this.use(data);
    wide.addEventListener("change", () => { if (this.spread) this.#placeSpread(); });
    window.addEventListener("popstate", () => {
      if (!this.started) return;
      if (currentPage() === "projects") this.#readAddress();
      else this.detail.hide();
    });
  }

  // ---- building ---------------------------------------------------------------------------------
  // Words and projects of one language; the choice is read again from the address.
  use(data) {
    this.data = data;
    this.t = translator(data.strings, data.language);
    const { t } = this;
    this.byId = new Map(data.projects.map((project) => [project.id, project]));
    this.place = new Map(data.projects.map((project, place) => [project.id, place]));
    this.options = Object.fromEntries(data.facets.map((facet) => [facet.name, new Map(
      facet.options.map((option, place) => [option.code, { ...option, place }]))]));
    this.collator = new Intl.Collator(data.language);
    this.choice = new Choice(data.facets);
    this.day = today();
    this.drawn = null;
    this.count = el("p", { class: "rc-count", role: "status", "aria-live": "polite" });
    this.copy = el("button", { type: "button", class: "rc-button", onclick: () => copyLink(this.copy, t("facet.copied")) }, t("facet.copy"));
    this.files = ["csv", "xlsx"].map((kind) => el("a", {
      class: "rc-button", download: true, "data-kind": kind, "aria-label": t(`projects.download.${kind}`),
    }, kind.toUpperCase()));
    this.views = VIEWS.map((view) => el("button", {
      type: "button", class: "rc-choice", "data-view": view, onclick: () => this.#show({ view }),
    }, t(`projects.view.${view}`)));
    this.order = el("select", { class: "rc-select", onchange: () => this.#show({ sort: this.order.value }) },
      ORDERS.map((sort) => el("option", { value: sort }, t(`projects.sort.${sort}`))));
    this.chips = el("ul", { class: "rc-chosen", "aria-label": t("projects.filters") });
    this.list = el("div", { class: "rc-list" });
    this.facetsPlace = el("div", { class: "rc-facets-place" });
    this.results = el("section", { class: "rc-results", "aria-label": t("projects.results") },
      el("h2", { class: "rc-hidden" }, t("projects.results")),
      this.chips,
      el("div", { class: "rc-results-bar" },
        el("label", { class: "rc-order" }, el("span", {}, t("projects.sort")), this.order),
        el("div", { class: "rc-views", role: "group", "aria-label": t("projects.view") }, this.views)),
      this.list);
    this.body = el("div", { class: "rc-catalogue-body" }, this.facetsPlace, this.results);
    this.element.replaceChildren(
      el("div", { class: "rc-catalogue-bar" }, this.count,
        el("div", { class: "rc-actions" }, this.copy,
          el("span", { class: "rc-download", role: "group", "aria-label": t("projects.download") },
            el("span", { "aria-hidden": "true" }, t("projects.download")), this.files))),
      this.body);
    this.detail.use(data, t);
    this.panel = null;
    this.spread = null;
    if (this.furnished) {
      this.furnished = false;
      this.#readAddress();
      this.#furnish();
    }
  }

  start() {
    if (this.started) {
      this.#readAddress();
      return;
    }
    this.started = true;
    this.#readAddress();
    this.painted = new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(() => {
        performance.mark("rc-first-card");
        this.element.dataset.ready = "1";
        this.#furnish();
        resolve();
      }));
    });
  }

  // Filters and breakdown come one frame after the first cards: what is looked at first is painted first.
  #furnish() {
    if (this.furnished) return;
    this.furnished = true;
    this.panel = new FacetPanel(this.data.facets, this.choice, this.t, () => this.#changed());
    this.panel.groups[0].open = true;
    // « Tout effacer » stands after the chosen filters, so that a first choice does not move the others.
    this.panel.clear.remove();
    this.panel.sync();
    this.panel.update(this.counts);
    this.facetsPlace.replaceChildren(this.panel.element);
    this.spread = new Spread(this);
    this.spread.update();
    this.#placeSpread();
    this.#drawList();
    this.element.dataset.furnished = "1";
  }

  // Beside the cards on a wide screen; above them, folded, on another and above the table, which takes
  // the width. It is read in the order in which it is seen.
  #placeSpread() {
    const isBeside = wide.matches && this.view === "cards";
    const { element } = this.spread;
    if (element.parentElement === this.body && this.body.classList.contains("rc-beside") === isBeside) return;
    this.body.classList.toggle("rc-beside", isBeside);
    element.open = isBeside;
    if (isBeside) this.body.append(element);
    else this.results.before(element);
  }

  moveTo(slot) {
    if (this.element.parentElement === slot) return;
    const active = this.element.contains(document.activeElement) ? document.activeElement : null;
    const scrolled = document.getElementById("rc-preview")?.scrollTop ?? 0;
    slot.replaceChildren(this.element);
    active?.focus({ preventScroll: true });
    if (scrolled) slot.closest('[data-testid="stMain"]')?.scrollTo(0, scrolled);
  }

  // ---- state and address ------------------------------------------------------------------------
  #readAddress() {
    const parameters = new URLSearchParams(location.search);
    this.choice.read(parameters);
    const view = parameters.get("view") ?? "";
    const sort = parameters.get("sort") ?? "";
    this.view = VIEWS.includes(view) ? view : VIEWS[0];
    this.sort = SORT_KEYS.includes(sort.replace(/^-/, "")) ? sort : SORT_KEYS[0];
    this.panel?.sync();
    // Going back from an opened project must not throw away what was unfolded or scrolled.
    if (this.addressWith(null) !== this.drawn) this.#filter();
    const project = parameters.get("project");
    if (this.byId.has(project)) this.detail.show(project);
    else this.detail.hide();
  }

  // Address of this view, with a project opened or none.
  addressWith(project) {
    const parameters = this.choice.write(new URLSearchParams(location.search));
    const own = { view: this.view === VIEWS[0] ? "" : this.view, sort: this.sort === SORT_KEYS[0] ? "" : this.sort, project, missing: "" };
    for (const [name, value] of Object.entries(own)) {
      if (value) parameters.set(name, value);
      else parameters.delete(name);
    }
    return `${location.pathname}?${parameters}`.replaceAll("%2C", ",");
  }

  #changed() {
    this.#filter();
    remember(this.addressWith(null));
    // Another selection is read from its beginning.
    const scroller = this.element.closest('[data-testid="stMain"], #rc-preview');
    if (scroller && this.results.getBoundingClientRect().top < scroller.getBoundingClientRect().top) {
      this.results.scrollIntoView();
    }
  }

  #show({ view = this.view, sort = this.sort }) {
    this.view = view;
    this.sort = sort;
    this.#changed();
  }

  // Set filters from outside the panel: chips, cells of the breakdown.
  choose(change) {
    change(this.choice);
    this.panel.sync();
    this.#changed();
  }

  #filter() {
    const { kept, counts } = filterProjects(this.data.projects, this.data.facets, this.choice);
    this.shown = this.#sorted(kept);
    this.counts = counts;
    this.limit = STEP;
    this.drawn = this.addressWith(null);
    this.element.dataset.count = String(kept.length);
    this.panel?.update(counts);
    if (this.spread) {
      this.spread.update();
      this.#placeSpread();
    }
    this.#drawBar();
    this.#drawList();
  }

  // ---- order ------------------------------------------------------------------------------------
  #valueOf(project, key) {
    const { stage, technology, line } = this.options;
    switch (key) {
      case "title": return project.title;
      case "city": return project.place;
      case "country": return project.country || null;
      case "stage": return project.stage === "unknown" ? null : stage.get(project.stage).place;
      case "technology": return technology.get(project.technology).place;
      case "years": return project.start;
      case "as_of": return project.known_on || null;
      default: return line.get(project.line).place;
    }
  }

  // Unknown values come last in both directions; equal ones keep the order of the programme, then of cities.
  #sorted(projects) {
    if (this.sort === SORT_KEYS[0]) return projects;
    const key = this.sort.replace(/^-/, "");
    const sign = this.sort.startsWith("-") ? -1 : 1;
    const compare = (first, second) => typeof first === "string"
      ? this.collator.compare(first, second) : first - second;
    return projects
      .map((project) => ({ project, value: this.#valueOf(project, key), place: this.place.get(project.id) }))
      .sort((a, b) => (a.value === null) - (b.value === null)
        || (a.value === null ? 0 : sign * compare(a.value, b.value)) || a.place - b.place)
      .map(({ project }) => project);
  }

  // ---- bar above the results --------------------------------------------------------------------
  #drawBar() {
    const { t, shown } = this;
    const total = this.data.projects.length;
    const parts = [shown.length === total
      ? t("projects.count", { count: total }) : t("projects.count_of", { count: shown.length, total })];
    const cities = new Set(shown.map((project) => project.city).filter(Boolean)).size;
    if (cities) parts.push(t("projects.cities", { count: cities }));
    const organisations = new Set(shown.filter((project) => !project.city).map((project) => project.place)).size;
    if (organisations) parts.push(t("projects.organisations", { count: organisations }));
    this.count.textContent = parts.join(" · ");
    for (const link of this.files) {
      link.href = `/downloads/projects.${link.dataset.kind}?${this.addressWith(null).split("?")[1]}`;
    }
    for (const button of this.views) button.setAttribute("aria-pressed", String(button.dataset.view === this.view));
    this.order.value = ORDERS.includes(this.sort) ? this.sort : this.sort.replace(/^-/, "");
    const chips = [];
    for (const [name, codes] of this.choice.chosen) {
      for (const code of codes) {
        chips.push(this.#chip(this.options[name].get(code).label, (choice) => choice.chosen.get(name).delete(code)));
      }
    }
    const text = this.choice.query.trim();
    if (text) chips.push(this.#chip(t("projects.query", { text }), (choice) => { choice.query = ""; }));
    if (chips.length) {
      chips.push(el("li", {}, el("button", { type: "button", class: "rc-quiet", onclick: () => this.#clear() }, t("facet.clear"))));
    }
    this.chips.replaceChildren(...chips);
  }

  #clear() {
    this.choose((choice) => choice.clear());
    this.panel.search.focus();
  }

  #chip(label, remove) {
    const button = el("button", {
      type: "button", class: "rc-chosen-one", "aria-label": this.t("facet.remove", { label }),
      onclick: () => {
        const place = [...this.chips.children].indexOf(button.parentElement);
        this.choose(remove);
        (this.chips.children[place]?.firstChild ?? this.panel.search).focus();
      },
    }, el("bdi", {}, label));
    return el("li", {}, button);
  }

  // ---- results ----------------------------------------------------------------------------------
  #drawList() {
    if (!this.shown.length) {
      this.list.replaceChildren(el("div", { class: "rc-none" }, el("p", {}, this.t("projects.none")),
        el("button", { type: "button", class: "rc-button", onclick: () => this.#clear() }, this.t("facet.clear"))));
      return;
    }
    const isTable = this.view === "table";
    this.items = isTable ? el("tbody") : el("ul", { class: "rc-tiles" });
    this.more = el("button", { type: "button", class: "rc-button rc-more", onclick: () => this.#drawMore() });
    this.list.replaceChildren(isTable ? this.#table() : this.items, this.more);
    this.#append(0, this.furnished ? this.limit : FIRST);
  }

  #append(from, to) {
    const make = this.view === "table" ? (project) => this.#row(project) : (project) => this.#tile(project);
    this.items.append(...this.shown.slice(from, to).map(make));
    const rest = this.shown.length - this.items.children.length;
    this.more.hidden = rest <= 0;
    this.more.textContent = this.t("facet.more", { count: Math.max(rest, 0) });
  }

  #drawMore() {
    const from = this.limit;
    this.limit += STEP;
    this.#append(from, this.limit);
    this.items.children[from]?.querySelector("a").focus();
  }

  #link(project) {
    return el("a", {
      href: this.addressWith(project.id), "data-open": project.id,
      lang: project.title_language === this.data.language ? null : project.title_language,
      onclick: (event) => {
        if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        this.detail.open(project.id);
      },
    }, el("bdi", {}, project.title));
  }

  #axisClass(project) {
    return `rc-axis-${this.data.axes[project.line.split(".")[0]]}`;
  }

  label(facet, code) {
    return this.options[facet].get(code).label;
  }

  #actors(project) {
    if (!project.actors.length) return this.t("projects.not_documented");
    return project.actors.map((code, place) => {
      const label = this.label("actor", code);
      return place ? label.toLowerCase() : label;
    }).join(", ");
  }

  #asOf(project) {
    return [project.as_of, isToConfirm(project, this.day)
      ? [" ", el("span", { class: "rc-confirm", title: this.t("fact.to_confirm.why") }, this.t("fact.to_confirm"))] : null].flat();
  }

  #translated(project) {
    return project.title_language === this.data.language
      ? null : el("span", { class: "rc-fallback" }, ` (${this.t(`content.only_in.${project.title_language}`)})`);
  }

  #tile(project) {
    const { t } = this;
    const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));
    return el("li", { class: `rc-tile ${this.#axisClass(project)}` },
      el("p", { class: "rc-tile-line" }, this.label("line", project.line)),
      el("h3", { class: "rc-tile-title" }, this.#link(project), this.#translated(project)),
      el("p", { class: "rc-tile-place" }, el("bdi", {}, project.place), project.country ? ` · ${project.country}` : null),
      el("dl", { class: "rc-tile-facts" },
        fact(t("projects.stage"), this.label("stage", project.stage)),
        fact(t("projects.technology"), this.label("technology", project.technology)),
        fact(t("projects.actors"), this.#actors(project)),
        fact(t("projects.years"), project.years)),
      el("p", { class: "rc-tile-foot" },
        el("span", {}, t("source.count", { count: project.sources })),
        el("span", {}, t("fact.as_of", { date: "" }).trimEnd(), " ", this.#asOf(project))));
  }

  #table() {
    const key = this.sort.replace(/^-/, "");
    const heads = COLUMNS.map((name) => {
      const text = this.t(`projects.column.${name}`);
      if (!SORT_KEYS.includes(name)) return el("th", { scope: "col" }, text);
      const isSorted = name === key;
      const isDown = this.sort.startsWith("-");
      return el("th", { scope: "col", "aria-sort": isSorted ? (isDown ? "descending" : "ascending") : null },
        el("button", {
          type: "button", "data-sort": name,
          onclick: () => {
            this.#show({ sort: isSorted && !isDown ? `-${name}` : name });
            this.list.querySelector(`[data-sort="${name}"]`)?.focus();
          },
        }, text));
    });
    return el("div", { class: "rc-catalogue-table-box", role: "region", tabindex: "0", "aria-label": this.t("projects.table") },
      el("table", { class: "rc-catalogue-table" }, el("thead", {}, el("tr", {}, heads)), this.items));
  }

  #row(project) {
    const cell = (...content) => el("td", {}, ...content);
    return el("tr", { class: this.#axisClass(project) },
      el("th", { scope: "row" }, this.#link(project), this.#translated(project)),
      cell(el("bdi", {}, project.place)),
      cell(project.country || "–"),
      el("td", { class: "rc-cell-line" }, this.label("line", project.line)),
      cell(this.label("stage", project.stage)),
      cell(this.label("technology", project.technology)),
      cell(this.#actors(project)),
      el("td", { class: "rc-nowrap" }, project.years),
      cell(this.#asOf(project)),
      el("td", { class: "rc-number" }, String(project.sources)));
  }

  // The link of a project in the results, if it is drawn.
  linkOf(id) {
    return this.element.querySelector(`[data-open="${CSS.escape(id)}"]`);
  }
}

// How the selection is spread: technology level by line, stages, actors. Real figures, zero included.
class Spread {
  constructor(owner) {
    this.owner = owner;
    const { data, t, options } = owner;
    this.levels = [...options.technology.values()];
    this.lines = [...options.line.values()].filter((option) => option.parent);
    this.cells = new Map();
    const rows = [];
    for (const axis of [...options.line.values()].filter((option) => !option.parent)) {
      const colour = `rc-axis-${data.axes[axis.code]}`;
      rows.push(el("tr", { class: `rc-matrix-axis ${colour}` },
        el("th", { scope: "rowgroup", colspan: String(this.levels.length + 2) }, axis.label)));
      for (const line of this.lines.filter((option) => option.parent === axis.code)) {
        rows.push(el("tr", { class: colour }, el("th", { scope: "row" }, line.label),
          this.levels.map((level) => el("td", {}, this.#cell(line, level))),
          this.cells.set(line.code, el("td", { class: "rc-matrix-total" })).get(line.code)));
      }
    }
    this.title = el("h2", {});
    this.note = el("p", { class: "rc-spread-note" });
    this.finding = el("p", { class: "rc-spread-note" });
    this.stages = el("ul", { class: "rc-bars" });
    this.actors = el("ul", { class: "rc-bars" });
    this.element = el("details", { class: "rc-spread" }, el("summary", {}, this.title), el("div", { class: "rc-spread-parts" },
      el("section", {}, el("h3", {}, t("projects.matrix")), this.note,
        el("table", { class: "rc-matrix" },
          el("thead", {}, el("tr", {}, el("td"),
            this.levels.map((level) => el("th", { scope: "col" }, level.label)),
            el("th", { scope: "col" }, t("projects.matrix.total")))),
          el("tbody", {}, rows)),
        this.finding,
        el("dl", { class: "rc-levels" }, this.levels.map((level) => el("div", {},
          el("dt", {}, level.label), el("dd", {}, data.meanings[level.code]))))),
      el("section", {}, el("h3", {}, t("projects.bars.stage")), this.stages),
      el("section", {}, el("h3", {}, t("projects.bars.actor")), this.actors,
        el("p", { class: "rc-spread-note" }, t("projects.bars.actor.note")))));
  }

  #cell(line, level) {
    const button = el("button", { type: "button", "data-cell": `${line.code} ${level.code}`, onclick: () => this.#choose(line, level) });
    this.cells.set(`${line.code} ${level.code}`, button);
    return button;
  }

  #isChosen(line, level) {
    const { chosen } = this.owner.choice;
    return chosen.get("line").has(line.code) && chosen.get("technology").has(level.code);
  }

  #choose(line, level) {
    const isChosen = this.#isChosen(line, level);
    this.owner.choose((choice) => {
      choice.chosen.set("line", new Set(isChosen ? [] : [line.code]));
      choice.chosen.set("technology", new Set(isChosen ? [] : [level.code]));
    });
  }

  // The table keeps its other cells when one is chosen: it counts under the other filters only.
  #underOtherFilters() {
    const { data, choice, shown } = this.owner;
    if (!choice.chosen.get("line").size && !choice.chosen.get("technology").size) return shown;
    const others = new Choice(data.facets);
    for (const [name, codes] of choice.chosen) if (name !== "line" && name !== "technology") others.chosen.set(name, codes);
    others.query = choice.query;
    return filterProjects(data.projects, data.facets, others).kept;
  }

  update() {
    const { t, shown } = this.owner;
    this.title.textContent = t("projects.spread", { count: shown.length });
    const projects = this.#underOtherFilters();
    this.note.textContent = projects === shown
      ? t("projects.matrix.note") : t("projects.matrix.note_others", { count: projects.length });
    const counts = new Map();
    const add = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const project of projects) {
      add(project.line);
      add(`${project.line} ${project.technology}`);
    }
    const cells = this.lines.flatMap((line) => this.levels.map((level) => ({
      line, level, count: counts.get(`${line.code} ${level.code}`) ?? 0 })));
    const most = Math.max(...cells.map((cell) => cell.count));
    for (const { line, level, count } of cells) {
      const button = this.cells.get(`${line.code} ${level.code}`);
      button.textContent = String(count);
      button.setAttribute("aria-label", t("projects.matrix.cell", { line: line.label, level: level.label.toLowerCase(), count }));
      button.setAttribute("aria-pressed", String(this.#isChosen(line, level)));
      button.className = count ? "rc-cell" : "rc-cell rc-cell-zero";
      button.style.setProperty("--rc-share", `${most ? Math.round((32 * count) / most) : 0}%`);
    }
    for (const line of this.lines) this.cells.get(line.code).textContent = String(counts.get(line.code) ?? 0);
    const highest = cells.filter((cell) => cell.count === most);
    const empty = cells.filter((cell) => !cell.count).length;
    const words = [];
    if (most && highest.length === 1) {
      words.push(t("projects.matrix.most", { line: highest[0].line.label, level: highest[0].level.label.toLowerCase(), projects: most }));
    } else if (most) words.push(t("projects.matrix.most_ties", { cells: highest.length, projects: most }));
    if (empty) words.push(t("projects.matrix.empty", { count: empty, total: cells.length }));
    this.finding.textContent = words.join(" ");
    this.#bars(this.stages, [...this.owner.options.stage.values()], (project) => [project.stage]);
    const actors = [...this.owner.options.actor.values(), { code: "unknown", label: t("projects.bars.actor.none") }];
    this.#bars(this.actors, actors, (project) => (project.actors.length ? project.actors : ["unknown"]));
  }

  // Bars from zero to the number of projects of the selection.
  #bars(list, options, codesOf) {
    const { shown } = this.owner;
    const counts = new Map();
    for (const project of shown) for (const code of codesOf(project)) counts.set(code, (counts.get(code) ?? 0) + 1);
    list.replaceChildren(...options.map(({ code, label }) => {
      const count = counts.get(code) ?? 0;
      const width = shown.length ? (100 * count) / shown.length : 0;
      const bar = el("span", { class: code === "unknown" ? "rc-bar rc-bar-unknown" : "rc-bar" });
      bar.style.width = `${width}%`;
      return el("li", { class: count ? null : "rc-bar-zero", "data-code": code },
        el("span", { class: "rc-bar-label" }, label), el("span", { class: "rc-bar-figure" }, String(count)),
        el("span", { class: "rc-bar-track", "aria-hidden": "true" }, bar));
    }));
  }
}

// One project, opened over the results: everything known and its sources, in text made by our server.
class Detail {
  constructor(owner) {
    this.owner = owner;
    this.shown = null;
  }

  use(data, t) {
    this.dialog?.remove();
    this.data = data;
    this.t = t;
    this.shown = null;
    this.close = el("button", { type: "button", class: "rc-button", onclick: () => this.leave() }, t("projects.detail.close"));
    this.previous = el("button", { type: "button", class: "rc-button rc-step", "aria-label": t("projects.detail.previous"), onclick: () => this.#step(-1) }, "←");
    this.next = el("button", { type: "button", class: "rc-button rc-step", "aria-label": t("projects.detail.next"), onclick: () => this.#step(1) }, "→");
    this.position = el("span", { class: "rc-detail-position", role: "status" });
    this.city = el("a", { class: "rc-button" }, t("projects.detail.city"));
    this.copy = el("button", { type: "button", class: "rc-button", onclick: () => copyLink(this.copy, t("facet.copied")) }, t("facet.copy"));
    this.body = el("div", { class: "rc-detail-body" });
    this.dialog = el("dialog", {
      class: "rc-detail",
      oncancel: (event) => { event.preventDefault(); this.leave(); },
      onclose: () => { if (this.shown) this.leave(); },
      onclick: (event) => { if (event.target === this.dialog) this.leave(); },
    }, el("div", { class: "rc-detail-sheet" },
      el("div", { class: "rc-detail-bar" }, this.close,
        el("span", { class: "rc-detail-steps" }, this.previous, this.position, this.next), this.city, this.copy),
      this.body));
  }

  // The visitor opens a project: a step of the history, so that the back button closes it.
  open(id) {
    const url = this.owner.addressWith(id);
    if (this.shown) remember(url);
    else {
      history.pushState({ rcProject: true }, "", url);
      remember(url);
    }
    this.show(id);
  }

  // The visitor closes it: back to the address it was opened from, or, on a copied link, without it.
  leave() {
    const wasStep = history.state?.rcProject;
    this.hide();
    if (wasStep) history.back();
    else remember(this.owner.addressWith(null));
  }

  #step(by) {
    const place = this.owner.shown.findIndex((project) => project.id === this.shown);
    this.open(this.owner.shown[place + by].id);
  }

  hide() {
    if (!this.shown) return;
    const id = this.shown;
    this.shown = null;
    this.dialog.close();
    this.dialog.remove();
    this.owner.linkOf(id)?.focus();
  }

  async show(id) {
    if (this.shown === id) return;
    this.shown = id;
    const { data, owner, t } = this;
    const project = owner.byId.get(id);
    const place = owner.shown.findIndex((other) => other.id === id);
    this.previous.parentElement.hidden = place < 0;
    this.previous.disabled = place <= 0;
    this.next.disabled = place < 0 || place === owner.shown.length - 1;
    // A button that can no longer be pressed must not keep the focus.
    if (document.activeElement?.disabled) this.close.focus();
    this.position.textContent = place < 0 ? "" : t("projects.detail.position", { place: place + 1, total: owner.shown.length });
    this.city.hidden = !project.city;
    if (project.city) this.city.href = `${data.city_page}&city=${encodeURIComponent(project.city)}`;
    this.dialog.setAttribute("aria-label", project.title);
    this.body.setAttribute("aria-busy", "true");
    this.body.replaceChildren(el("h2", { class: "rc-project-name" }, el("bdi", {}, project.title)), el("p", {}, t("projects.detail.loading")));
    if (!this.dialog.open) {
      document.body.append(this.dialog);
      this.dialog.showModal();
      this.close.focus();
    }
    this.dialog.firstChild.scrollTop = 0;
    try {
      const response = await fetch(`/fragments/${data.version}/project/${encodeURIComponent(id)}.${data.language}.html`);
      if (!response.ok) throw new Error(String(response.status));
      const text = await response.text();
      // Built and escaped by components/markup.py on our own server.
      if (this.shown === id) this.body.innerHTML = text;
    } catch {
      if (this.shown === id) this.body.lastChild.textContent = t("projects.detail.error");
    }
    if (this.shown === id) this.body.removeAttribute("aria-busy");
  }
}
