// The map of cities with its filters, its list and the card of a city. Painted before Streamlit has
// started, then adopted by the component that components/city_map.py mounts. Filtering never leaves
// the browser, so the map does not blink, jump or wait.

import * as L from "../leaflet/leaflet-src.esm.js";
import { Choice, FacetPanel, filterCities } from "./facets.js";
import { basemap, currentLanguage, currentPage, paths, remember, version } from "./frame.js";
import { copyLink, el, translator } from "./words.js";

const MARKER_RADIUS = 7;
const OVERLAP_PIXELS = 12;
const COMPARED_AT_MOST = 6;
const LABEL_LIMIT = 48;
const LIST_STEP = 200;
const WORLD = [[-42, -105], [62, 172]];

let atlas = null;
const land = fetch(basemap).then((response) => response.json());

async function payload(dataVersion, language) {
  const response = await fetch(`/data/${dataVersion}/atlas.${language}.json`);
  if (!response.ok) throw new Error(`${response.status} for the data of the map`);
  return response.json();
}

// Paint the map at once, above the page that Streamlit is preparing.
export async function preview() {
  const language = currentLanguage();
  atlas = new Atlas(await payload(version, language));
  if (document.querySelector(".rc-atlas-slot")) return;
  const holder = el("div", { id: "rc-preview", role: "main" },
    el("h1", { class: "rc-preview-title" }, atlas.t("map.title")), atlas.element);
  document.getElementById("rc-header").after(holder);
  atlas.start();
  await atlas.painted;
}

// Put the map into the page that Streamlit has drawn.
export async function mount(slot, { version: dataVersion, language }) {
  if (!atlas || atlas.data.language !== language || atlas.data.version !== dataVersion) {
    const data = await payload(dataVersion, language);
    if (!slot.isConnected) return;
    if (atlas) atlas.translate(data);
    else atlas = new Atlas(data);
  }
  if (atlas.element.parentElement !== slot) slot.replaceChildren(atlas.element);
  document.getElementById("rc-preview")?.remove();
  atlas.start();
}

export function unmount(slot) {
  if (atlas && slot.contains(atlas.element)) atlas.element.remove();
}

const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--rc-${name}`).trim();

class Atlas {
  constructor(data) {
    this.element = el("div", { class: "rc-atlas" });
    this.markers = new Map();
    this.shown = [];
    this.selected = null;
    this.limit = LIST_STEP;
    this.started = false;
    this.#use(data);
    window.addEventListener("popstate", () => { if (this.started && currentPage() === "map") this.#readAddress(false); });
  }

  // ---- building ---------------------------------------------------------------------------------
  #use(data) {
    this.data = data;
    this.t = translator(data.strings, data.language);
    this.byId = new Map(data.cities.map((city) => [city.id, city]));
    this.choice = new Choice(data.facets);
    this.panel = null;
    const { t } = this;
    this.count = el("p", { class: "rc-count", role: "status", "aria-live": "polite" });
    this.rvase = el("button", { type: "button", class: "rc-button", onclick: () => this.#quickView() });
    this.fit = el("button", { type: "button", class: "rc-button", onclick: () => this.fitShown(true) }, t("map.view.fit"));
    this.compare = el("a", { class: "rc-button", hidden: true }, t("map.compare"));
    this.copy = el("button", { type: "button", class: "rc-button", onclick: () => copyLink(this.copy, t("facet.copied")) }, t("facet.copy"));
    this.take = el("a", { class: "rc-button rc-primary", title: t("map.take.help"), download: true }, t("map.take"));
    this.mapBox ??= el("div", { class: "rc-map" });
    this.mapBox.setAttribute("aria-label", t("map.region"));
    this.mapBox.setAttribute("role", "region");
    this.legend = el("ul", { class: "rc-legend", "aria-label": t("map.legend") },
      el("li", {}, el("span", { class: "rc-dot" }), t("map.legend.city")),
      el("li", {}, el("span", { class: "rc-dot rc-dot-selected" }), t("map.legend.selected")),
      el("li", {}, el("span", { class: "rc-dot rc-dot-overlap" }, "2"), t("map.legend.overlap")));
    this.list = el("ul", { class: "rc-city-list", "aria-label": t("map.list") });
    this.card = el("section", { class: "rc-card-panel", hidden: true });
    this.side = el("div", { class: "rc-side" }, this.card, this.list);
    this.element.replaceChildren(
      el("div", { class: "rc-atlas-bar" }, this.count,
        el("div", { class: "rc-actions" }, this.rvase, this.fit, this.compare, this.copy, this.take)),
      el("div", { class: "rc-atlas-body" }, this.panelPlace = el("div", { class: "rc-facets-place" }),
        el("div", { class: "rc-map-column" }, this.mapBox,
          el("div", { class: "rc-map-foot" }, this.legend, el("p", { class: "rc-disclaimer" }, t("map.disclaimer"), " ", t("map.note")))),
        this.side));
  }

  // Filters and list come one frame after the markers: what is looked at first is painted first.
  #furnish() {
    if (this.panel) return;
    this.panel = new FacetPanel(this.data.facets, this.choice, this.t, () => this.#changed());
    this.panelPlace.replaceChildren(this.panel.element);
    this.panel.sync();
    this.panel.update(this.counts);
    this.#drawList();
    this.element.dataset.furnished = "1";
  }

  // Another language: new words, same place on the map, same choice.
  translate(data) {
    const id = this.selected;
    this.#use(data);
    for (const marker of this.markers.values()) marker.remove();
    this.markers.clear();
    this.selected = null;
    if (this.started) {
      this.#nameZoom();
      this.#furnish();
      this.#readAddress(false);
      if (id && this.byId.has(id)) this.select(id, { move: false, focus: false });
    }
  }

  start() {
    if (this.started) {
      this.map.invalidateSize({ animate: false });
      this.#readAddress(false);
      return;
    }
    this.started = true;
    this.#makeMap();
    this.#readAddress(true);
    this.painted = new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(() => {
        performance.mark("rc-first-marker");
        this.element.dataset.ready = "1";
        this.#drawLand();
        this.#furnish();
        resolve();
      }));
    });
  }

  #makeMap() {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(this.mapBox, {
      attributionControl: false, zoomControl: false, worldCopyJump: true, preferCanvas: true,
      minZoom: 1, maxZoom: 9, zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90,
      zoomAnimation: !still, fadeAnimation: !still, inertia: !still,
      maxBounds: [[-75, -220], [84, 220]], maxBoundsViscosity: 0.6,
    });
    this.map.setView([15, 40], 2, { animate: false });
    this.map.createPane("land").style.zIndex = 200;
    this.map.createPane("points").style.zIndex = 400;
    this.map.createPane("names").style.zIndex = 450;
    this.map.getPane("names").style.pointerEvents = "none";
    this.canvas = L.canvas({ pane: "points", padding: 0.4, tolerance: 4 });
    this.names = L.layerGroup().addTo(this.map);
    this.landCanvas = L.canvas({ pane: "land", padding: 0.6 });
    this.#nameZoom();
    this.tooltip = L.tooltip({ direction: "top", offset: [0, -8], className: "rc-tip" });
    this.map.on("zoomend moveend resize", () => this.#placeNames());
    this.map.on("dragend", () => this.#moved());
    this.map.on("zoomend", () => { if (this.userZoom) this.#moved(); this.userZoom = false; });
    this.mapBox.addEventListener("wheel", () => { this.userZoom = true; }, { passive: true });
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(this.mapBox);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.landLayer?.setStyle(this.#landStyle());
      for (const [id, marker] of this.markers) marker.setStyle(this.#markerStyle(id === this.selected));
    });
  }

  async #drawLand() {
    this.landLayer = L.geoJSON(await land, {
      interactive: false, renderer: this.landCanvas, pane: "land", smoothFactor: 0.6, style: () => this.#landStyle(),
    }).addTo(this.map);
    performance.mark("rc-land");
  }

  #nameZoom() {
    this.zoom?.remove();
    this.zoom = L.control.zoom({
      position: "topright", zoomInTitle: this.t("map.zoom_in"), zoomOutTitle: this.t("map.zoom_out"),
    }).addTo(this.map);
    this.zoom.getContainer().addEventListener("click", () => { this.userZoom = true; }, { capture: true });
  }

  #landStyle() {
    return { fillColor: cssColour("land"), fillOpacity: 1, color: cssColour("coast"), weight: 0.8 };
  }

  #markerStyle(isSelected) {
    return isSelected
      ? { color: cssColour("ink"), weight: 3, fillColor: cssColour("marker"), fillOpacity: 1 }
      : { color: cssColour("marker-edge"), weight: 1.5, fillColor: cssColour("marker"), fillOpacity: 0.92 };
  }

  // ---- state and address ------------------------------------------------------------------------
  #readAddress(isFirst) {
    const parameters = new URLSearchParams(location.search);
    this.choice.read(parameters);
    this.panel?.sync();
    this.#filter();
    const city = parameters.get("city");
    const view = (parameters.get("view") ?? "").split(",").map(Number);
    const hasView = view.length === 3 && view.every(Number.isFinite)
      && Math.abs(view[0]) <= 85 && Math.abs(view[1]) <= 360 && view[2] >= 1 && view[2] <= 9;
    if (isFirst && hasView) {
      this.map.setView([view[0], view[1]], view[2], { animate: false });
      this.hasOwnView = true;
    } else if (isFirst) this.fitShown(false);
    if (city && this.#isShown(city)) {
      if (city !== this.selected) this.select(city, { move: isFirst && !hasView, focus: false });
    } else if (this.selected) this.deselect({ focus: false });
  }

  #isShown(id) {
    return this.shown.some((city) => city.id === id);
  }

  // With ``step``, the view before stays one step back in the browser's history.
  #writeAddress({ step = false } = {}) {
    const url = new URL(location.href);
    this.choice.write(url.searchParams);
    if (this.selected) url.searchParams.set("city", this.selected);
    else url.searchParams.delete("city");
    if (this.hasOwnView) {
      const centre = this.map.getCenter().wrap();
      url.searchParams.set("view", `${centre.lat.toFixed(2)},${centre.lng.toFixed(2)},${this.map.getZoom().toFixed(2)}`);
    } else url.searchParams.delete("view");
    url.searchParams.delete("missing");
    const query = url.search.replaceAll("%2C", ",");
    remember(url.pathname + query, { step });
    this.take.href = `/downloads/map.html${query}`;
  }

  #moved() {
    this.hasOwnView = true;
    this.#writeAddress();
  }

  #changed() {
    this.limit = LIST_STEP;
    this.#filter();
    // A card of a city that the filters leave out would hide the list they were set for.
    if (this.selected && !this.#isShown(this.selected)) this.deselect({ focus: false });
    else this.#writeAddress();
  }

  #filter() {
    const { kept, counts } = filterCities(this.data.cities, this.data.facets, this.choice);
    this.shown = kept;
    this.counts = counts;
    this.panel?.update(counts);
    this.#drawMarkers();
    if (this.panel) this.#drawList();
    this.#drawCount();
    this.take.href = `/downloads/map.html${location.search}`;
  }

  // ---- map --------------------------------------------------------------------------------------
  #drawMarkers() {
    const shown = new Set(this.shown.map((city) => city.id));
    for (const [id, marker] of this.markers) {
      if (!shown.has(id)) {
        marker.remove();
        this.markers.delete(id);
      }
    }
    const plain = this.#markerStyle(false);
    for (const city of this.shown) {
      if (this.markers.has(city.id)) continue;
      const marker = L.circleMarker([city.lat, city.lon], {
        renderer: this.canvas, pane: "points", radius: MARKER_RADIUS, bubblingMouseEvents: false,
        ...(city.id === this.selected ? this.#markerStyle(true) : plain),
      });
      marker.on("click", (event) => this.#clicked(event.containerPoint));
      marker.on("mouseover", () => this.#hover(city));
      marker.on("mouseout", () => this.tooltip.remove());
      this.markers.set(city.id, marker.addTo(this.map));
    }
    this.markers.get(this.selected)?.bringToFront();
    this.element.dataset.count = String(this.shown.length);
    this.#placeNames();
  }

  #near(point) {
    return this.shown.filter((city) => this.pointOf(city.id).distanceTo(point) <= OVERLAP_PIXELS + 3);
  }

  pointOf(id) {
    const city = this.byId.get(id);
    return this.map.latLngToContainerPoint([city.lat, city.lon]);
  }

  #hover(city) {
    const near = this.#near(this.pointOf(city.id)).map((other) => other.name);
    this.tooltip.setLatLng([city.lat, city.lon])
      .setContent(el("span", {}, near.slice(0, 6).join(" · ") + (near.length > 6 ? " …" : ""))).addTo(this.map);
  }

  #clicked(point) {
    this.tooltip.remove();
    const near = this.#near(point);
    if (near.length <= 1) {
      const closest = near[0] ?? null;
      if (closest) this.select(closest.id, { move: false, focus: true });
      return;
    }
    // Overlapping cities: a short list to choose from.
    const popup = L.popup({ className: "rc-chooser", closeButton: false, autoPanPadding: [16, 16] });
    const choose = (city) => { popup.remove(); this.select(city.id, { move: false, focus: true }); };
    popup.setLatLng(this.map.containerPointToLatLng(point)).setContent(
      el("div", {}, el("p", {}, this.t("map.overlap", { count: near.length })),
        near.slice(0, 40).map((city) => el("button", { type: "button", onclick: () => choose(city) }, city.name))));
    popup.openOn(this.map);
  }

  // Names beside points where they fit, and a figure on points that overlap.
  #placeNames() {
    if (!this.names) return;
    this.names.clearLayers();
    const size = this.map.getSize();
    if (!size.x) return;
    const visible = [];
    for (const city of this.shown) {
      const point = this.pointOf(city.id);
      if (point.x >= 0 && point.y >= 0 && point.x <= size.x && point.y <= size.y) visible.push({ city, point });
    }
    const grid = new Map();
    const cell = (x, y) => `${Math.floor(x / OVERLAP_PIXELS)}:${Math.floor(y / OVERLAP_PIXELS)}`;
    for (const item of visible) {
      const key = cell(item.point.x, item.point.y);
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(item);
    }
    const neighbours = (item) => {
      let found = 0;
      for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) {
        for (const other of grid.get(cell(item.point.x + dx * OVERLAP_PIXELS, item.point.y + dy * OVERLAP_PIXELS)) ?? []) {
          if (other.point.distanceTo(item.point) <= OVERLAP_PIXELS) found += 1;
        }
      }
      return found;
    };
    const badged = new Set();
    let badges = 0;
    if (visible.length <= 2000) {
      for (const item of visible) {
        const key = cell(item.point.x, item.point.y);
        if (badged.has(key) || badges >= 100) continue;
        const count = neighbours(item);
        if (count < 2) continue;
        for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) {
          badged.add(cell(item.point.x + dx * OVERLAP_PIXELS, item.point.y + dy * OVERLAP_PIXELS));
        }
        badges += 1;
        this.#name(item.city, "rc-badge", String(count), [0, 0]);
      }
    }
    if (visible.length > 400) return;
    const pen = (this.pen ??= document.createElement("canvas").getContext("2d"));
    pen.font = "600 14px 'Source Sans', sans-serif";
    const taken = visible.map(({ point }) => [point.x - 8, point.y - 8, point.x + 8, point.y + 8]);
    const free = (box) => box[0] >= 2 && box[1] >= 2 && box[2] <= size.x - 2 && box[3] <= size.y - 2
      && taken.every((other) => box[2] <= other[0] || box[0] >= other[2] || box[3] <= other[1] || box[1] >= other[3]);
    const order = visible.sort((a, b) => (b.city.id === this.selected) - (a.city.id === this.selected)
      || (b.city.values.network?.includes("rvase") ? 1 : 0) - (a.city.values.network?.includes("rvase") ? 1 : 0)
      || b.city.weight - a.city.weight);
    let labels = 0;
    for (const { city, point } of order) {
      if (labels >= LABEL_LIMIT) break;
      const width = pen.measureText(city.name).width + 4;
      const places = [[11, -9], [-11 - width, -9], [-width / 2, -28], [-width / 2, 10]];
      for (const [dx, dy] of places) {
        const box = [point.x + dx, point.y + dy, point.x + dx + width, point.y + dy + 18];
        if (!free(box)) continue;
        taken.push(box);
        labels += 1;
        this.#name(city, "rc-name", city.name, [-dx, -dy]);
        break;
      }
    }
  }

  #name(city, className, text, anchor) {
    const icon = L.divIcon({ className, html: el("span", { "aria-hidden": "true" }, text), iconSize: null, iconAnchor: anchor });
    L.marker([city.lat, city.lon], { icon, pane: "names", interactive: false, keyboard: false }).addTo(this.names);
  }

  fitShown(isAsked) {
    const places = (this.shown.length ? this.shown : this.data.cities).map((city) => [city.lat, city.lon]);
    const bounds = this.choice.size ? L.latLngBounds(places) : L.latLngBounds(this.shown.length ? places : WORLD);
    const animate = isAsked && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: 7, animate, duration: 0.5 });
    if (isAsked) {
      this.hasOwnView = false;
      this.#writeAddress();
    }
  }

  #quickView() {
    const network = this.choice.chosen.get("network");
    const isOn = network.size === 1 && network.has("rvase") && this.choice.size === 1;
    this.choice.clear();
    if (!isOn) this.choice.chosen.get("network").add("rvase");
    this.panel.sync();
    this.#changed();
    this.fitShown(true);
  }

  // ---- list and card ----------------------------------------------------------------------------
  #drawCount() {
    const total = this.data.cities.length;
    const places = this.shown.length === total
      ? this.t("map.cities", { count: total }) : this.t("map.cities_of", { shown: this.shown.length, total });
    const countries = new Set(this.shown.map((city) => city.country)).size;
    this.count.textContent = this.shown.length ? `${places} · ${this.t("map.countries", { count: countries })}` : this.t("map.none");
    const network = this.choice.chosen.get("network");
    const isRvase = network.size === 1 && network.has("rvase") && this.choice.size === 1;
    this.rvase.textContent = this.t(isRvase ? "map.view.all" : "map.view.rvase");
    this.fit.disabled = !this.shown.length;
    // Two to six cities can be set side by side.
    this.compare.hidden = this.shown.length < 2 || this.shown.length > COMPARED_AT_MOST;
    this.compare.href = `/${paths.comparison}?lang=${this.data.language}&cities=${this.shown.map((city) => city.id).slice(0, COMPARED_AT_MOST).join(",")}`;
  }

  #drawList() {
    const rows = this.shown.slice(0, this.limit).map((city) => {
      const button = el("button", {
        type: "button", class: "rc-row", "data-city": city.id, "aria-current": city.id === this.selected ? "true" : null,
        onclick: () => this.select(city.id, { move: true, focus: true }),
      },
      el("span", { class: "rc-row-name" }, el("bdi", {}, city.name), city.local && city.local !== city.name ? el("bdi", { class: "rc-row-local" }, city.local) : null),
      el("span", { class: "rc-row-place" }, `${city.country} · ${city.population}`),
      el("span", { class: "rc-row-facts" }, this.t("map.documented", { facts: city.facts.join(" · ") })));
      return el("li", {}, button);
    });
    const rest = this.shown.length - rows.length;
    if (rest > 0) {
      rows.push(el("li", {}, el("button", {
        type: "button", class: "rc-button",
        onclick: () => { this.limit += LIST_STEP; this.#drawList(); this.list.children[this.limit - LIST_STEP]?.querySelector("button").focus(); },
      }, this.t("facet.more", { count: rest }))));
    }
    this.list.replaceChildren(...rows);
  }

  async select(id, { move, focus }) {
    const before = this.selected;
    this.selected = id;
    this.markers.get(before)?.setStyle(this.#markerStyle(false));
    this.markers.get(id)?.setStyle(this.#markerStyle(true)).bringToFront();
    for (const row of this.list.querySelectorAll("[data-city]")) {
      if (row.dataset.city === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const city = this.byId.get(id);
    if (move && !this.map.getBounds().pad(-0.1).contains([city.lat, city.lon])) {
      this.map.panTo([city.lat, city.lon], { animate: focus && !window.matchMedia("(prefers-reduced-motion: reduce)").matches, duration: 0.4 });
    }
    this.#placeNames();
    this.#writeAddress({ step: focus && !before });
    const back = el("button", { type: "button", class: "rc-quiet", onclick: () => this.deselect({ focus: true }) }, `← ${this.t("map.back")}`);
    const content = el("div", { class: "rc-card-content", "aria-busy": "true" }, el("p", {}, this.t("map.loading")));
    this.card.replaceChildren(back, content);
    this.card.hidden = false;
    this.list.hidden = true;
    this.side.scrollTop = 0;
    if (focus) {
      back.focus({ preventScroll: true });
      if (window.innerWidth <= 820) this.card.scrollIntoView({ block: "start" });
    }
    let html = null;
    try {
      const response = await fetch(`/fragments/${this.data.version}/city/${encodeURIComponent(id)}.${this.data.language}.html`);
      if (response.ok) html = await response.text();
    } catch {
      // No network: said below, in the language of the visitor.
    }
    if (this.selected !== id) return;
    // Built and escaped by components/markup.py on our own server.
    if (html !== null) content.innerHTML = html;
    else content.textContent = this.t("map.error");
    content.removeAttribute("aria-busy");
  }

  deselect({ focus }) {
    const before = this.selected;
    this.selected = null;
    this.markers.get(before)?.setStyle(this.#markerStyle(false));
    this.card.hidden = true;
    this.list.hidden = false;
    this.#placeNames();
    this.#writeAddress();
    const row = this.list.querySelector(`[data-city="${CSS.escape(before)}"]`);
    row?.removeAttribute("aria-current");
    if (focus) row?.focus();
  }
}
