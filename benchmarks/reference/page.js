// The page somebody would write by hand for the same job: points on a base map and one filter.
const MARKER = { radius: 7, color: "#ffffff", weight: 1.5, fillColor: "#8a3b12", fillOpacity: 0.92 };
const land = fetch("land.geojson").then((response) => response.json());
const points = fetch("points.json").then((response) => response.json());
const select = document.getElementById("network");

const map = L.map("map", { attributionControl: false, preferCanvas: true, minZoom: 1, maxZoom: 9, zoomSnap: 0.25 });
map.fitBounds([[-42, -105], [62, 172]], { animate: false });
map.createPane("land").style.zIndex = 200;
const canvas = L.canvas({ padding: 0.4 });
const shown = L.layerGroup().addTo(map);
let markers = [];

function asText(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder;
}

function draw() {
  const wanted = select.value;
  shown.clearLayers();
  let count = 0;
  for (const { networks, marker } of markers) {
    if (wanted && !networks.includes(wanted)) continue;
    shown.addLayer(marker);
    count += 1;
  }
  document.getElementById("count").textContent = `${count} villes`;
  document.body.dataset.count = String(count);
}

points.then(({ cities, networks }) => {
  for (const { id, name } of networks) select.append(new Option(name, id));
  markers = cities.map(({ name, lat, lon, networks: own }) => ({
    networks: own,
    marker: L.circleMarker([lat, lon], { ...MARKER, renderer: canvas }).bindTooltip(asText(name)),
  }));
  draw();
  select.addEventListener("change", draw);
  requestAnimationFrame(() => setTimeout(async () => {
    performance.mark("rc-first-marker");
    L.geoJSON(await land, {
      interactive: false, pane: "land", renderer: L.canvas({ pane: "land" }), style: { fillColor: "#f4f1ea", fillOpacity: 1, color: "#9aa5b1", weight: 0.8 },
    }).addTo(map);
    performance.mark("rc-land");
    document.body.dataset.complete = "1";
  }));
});
