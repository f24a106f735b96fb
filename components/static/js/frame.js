// The frame around every page: header, links followed without a reload, and the browser modules
// (map, catalogue) painted before Streamlit has started. See docs/adr/ on the map in the browser.

const settings = JSON.parse(document.getElementById("rc-settings").textContent);
const pageOf = Object.fromEntries(
  Object.entries(settings.paths).map(([page, path]) => [`/${path}`, page]),
);

export const version = settings.version;
export const basemap = settings.basemap;
export const paths = settings.paths;

export function currentPage() {
  return pageOf[location.pathname.replace(/\/+$/, "") || "/"] ?? "overview";
}

export function currentLanguage() {
  return document.documentElement.lang in settings.languages ? document.documentElement.lang : "fr";
}

// Change the address without a reload; Streamlit listens to popstate and runs the page.
export function go(url, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", url);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

// Keep the address true without running the page (the browser modules own their parameters).
export function remember(url, { step = false } = {}) {
  history[step ? "pushState" : "replaceState"](history.state, "", url);
  refreshHeader();
}

function languageOfAddress() {
  const asked = new URLSearchParams(location.search).get("lang");
  return asked in settings.languages ? asked : currentLanguage();
}

function addressWith(language, page) {
  const url = new URL(page === undefined ? location.href : `/${settings.paths[page]}`, location.href);
  url.searchParams.set("lang", language);
  url.hash = "";
  return url.pathname + url.search.replaceAll("%2C", ",");
}

function refreshHeader() {
  const language = languageOfAddress();
  const page = currentPage();
  const words = settings.languages[language];
  document.documentElement.lang = language;
  document.body.className = `rc-page-${page}`;
  document.title = `${words.titles[page]} · ${words.app}`;
  const header = document.getElementById("rc-header");
  header.querySelector(".rc-skip").textContent = words.skip;
  header.querySelector("nav").setAttribute("aria-label", words.pages);
  header.querySelector(".rc-languages").setAttribute("aria-label", words.language);
  for (const link of header.querySelectorAll("nav a, .rc-desk-link")) {
    const name = link.dataset.rcNav;
    link.textContent = words.labels[name];
    link.href = addressWith(language, name);
    if (name === page) link.setAttribute("aria-current", "page");
    else if (name === settings.staffPage && settings.deskPages.includes(page)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  // On a phone the pages are a line to scroll: the current one is in sight.
  const pages = header.querySelector("nav");
  const current = pages.querySelector("[aria-current]");
  if (current) pages.scrollLeft = current.offsetLeft - pages.offsetLeft - (pages.clientWidth - current.offsetWidth) / 2;
  const finder = header.querySelector(".rc-finder input");
  finder.placeholder = words.find;
  finder.setAttribute("aria-label", words.find);
  header.querySelector(".rc-brand").href = addressWith(language, "overview");
  for (const link of header.querySelectorAll("[data-rc-language]")) {
    link.href = addressWith(link.dataset.rcLanguage);
    if (link.dataset.rcLanguage === language) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function followLink(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.classList.contains("rc-skip")) {
    event.preventDefault();
    focusMain();
    return;
  }
  if (link.dataset.rcEvidence) {
    event.preventDefault();
    const words = settings.languages[currentLanguage()];
    import(settings.evidence).then((module) => module.open(link, words)).catch(() => false)
      .then((isOpen) => { if (!isOpen) follow(link); });
    return;
  }
  // Streamlit may have changed the address (a city chosen in a box) since the header was written.
  if (link.dataset.rcLanguage) link.href = addressWith(link.dataset.rcLanguage);
  if (pageOf[link.pathname.replace(/\/+$/, "") || "/"] === undefined) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  follow(link);
}

function follow(link) {
  const before = new URL(location.href);
  const hash = link.hash;
  if (currentPage() !== "access") asked = document.querySelector(".rc-refused") ? before.href : null;
  go(link.pathname + link.search);
  const after = new URL(location.href);
  const isElsewhere = ["city", "source"].some((name) => before.searchParams.get(name) !== after.searchParams.get(name));
  if (before.pathname !== after.pathname || isElsewhere || hash) arrive(hash);
}

// A sign-in service brings people back to the first page: the one they were refused, or from which they
// signed in, is remembered when they leave, and opened once when they return. Without storage they stay there.
let asked = null;
const RETURN = "rc-return";

function rememberReturn(event) {
  if (!event.target.closest?.('[class*="st-key-access_enter_"] button')) return;
  const url = new URL(asked ?? location.href);
  url.searchParams.set("lang", currentLanguage());
  try { sessionStorage.setItem(RETURN, url.pathname + url.search); } catch { /* no storage */ }
}

function comeBack() {
  let wanted = null;
  try {
    wanted = sessionStorage.getItem(RETURN);
    sessionStorage.removeItem(RETURN);
  } catch { /* no storage */ }
  if (!wanted || location.pathname !== "/") return;
  const url = new URL(wanted, location.origin);
  const isOurs = url.origin === location.origin && pageOf[url.pathname] !== undefined;
  if (isOurs) history.replaceState(null, "", url.pathname + url.search);
}

// After a change of view: top of the page, or the place the link names, held there while the page is
// still growing above it, and opened if it is folded.
function arrive(hash) {
  const scroller = document.querySelector('[data-testid="stMain"]');
  scroller?.scrollTo(0, 0);
  if (!hash) return;
  const wanted = decodeURIComponent(hash.slice(1));
  const observer = new MutationObserver(reveal);
  const release = () => {
    observer.disconnect();
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) window.removeEventListener(kind, release);
  };
  let settled = 0;
  function reveal() {
    const place = document.getElementById(wanted);
    if (!place) return;
    for (let node = place; node; node = node.parentElement) if (node instanceof HTMLDetailsElement) node.open = true;
    place.scrollIntoView();
    clearTimeout(settled);
    settled = setTimeout(release, 1200);
  }
  setTimeout(release, 6000);
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) window.addEventListener(kind, release, { passive: true });
  observer.observe(document.body, { childList: true, subtree: true });
  reveal();
}

// When the server cannot be reached for a while, say so in the language of the visitor, and take it
// back by itself once it can.
function watchConnection() {
  const notice = document.getElementById("rc-offline");
  let timer = 0;
  const look = () => {
    const state = document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState;
    clearTimeout(timer);
    if (state === undefined || state === "CONNECTED") notice.hidden = true;
    else if (notice.hidden) timer = setTimeout(() => {
      notice.textContent = settings.languages[currentLanguage()].offline;
      notice.hidden = false;
    }, 4000);
  };
  new MutationObserver(look).observe(document.getElementById("root"), {
    subtree: true, childList: true, attributeFilter: ["data-test-connection-state"],
  });
}

// Streamlit names some of its buttons in English only; they are said in the language of the visitor.
function translateChrome() {
  const { chrome: words, sizes } = settings.languages[currentLanguage()];
  for (const name of ["aria-label", "placeholder"]) {
    for (const node of document.querySelectorAll(`#root [${name}], [data-baseweb] [${name}]`)) {
      const label = node.getAttribute(name);
      const start = Object.keys(words).find((known) => known === label || (known.endsWith(" ") && label.startsWith(known)));
      if (start) node.setAttribute(name, words[start] + label.slice(start.length));
    }
  }
  for (const node of document.querySelectorAll("[role=listbox] li, [data-baseweb=popover] li")) {
    if (node.childElementCount === 0 && node.textContent in words) node.textContent = words[node.textContent];
  }
  for (const box of document.querySelectorAll("[data-testid=stFileUploader]")) {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const said = texts.currentNode.data;
      const size = /^([\d.]+)([KM]?B)$/.exec(said);
      if (size) texts.currentNode.data = sizes[size[2]].replace("#", Number(size[1]).toLocaleString(currentLanguage()));
      else if (said in words) texts.currentNode.data = words[said];
    }
  }
}

function watchChrome() {
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; translateChrome(); });
  };
  new MutationObserver(later).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label", "placeholder"] });
}

// Who has signed in by a sign-in service is known once Streamlit runs: the desk then joins the header.
function watchStaff() {
  const look = () => {
    const footer = document.querySelector(".rc-footer");
    const link = document.querySelector(".rc-desk-link");
    if (!footer || ("rcStaff" in footer.dataset) === Boolean(link)) return;
    if (link) {
      link.remove();
      return;
    }
    const made = Object.assign(document.createElement("a"), { className: "rc-desk-link" });
    made.dataset.rcNav = settings.staffPage;
    document.querySelector(".rc-finder").before(made);
    refreshHeader();
  };
  new MutationObserver(look).observe(document.getElementById("root"), { subtree: true, childList: true });
}

function focusMain() {
  const main = document.querySelector('#rc-preview h1, [data-testid="stMain"] h1');
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}

// « Trouver une ville » is there on every page; its module and its names come at the first touch.
const started = new WeakSet();
document.addEventListener("focusin", (event) => {
  const box = event.target.closest?.(".rc-finder");
  if (!box || started.has(box)) return;
  started.add(box);
  import(settings.finder).then((module) => module.start(box, settings));
});

watchConnection();
watchChrome();
watchStaff();
document.addEventListener("click", followLink);
document.addEventListener("click", rememberReturn, true);
window.addEventListener("popstate", refreshHeader);

comeBack();
// The address always names its language, so that a copied link reopens in it.
if (!new URLSearchParams(location.search).has("lang")) {
  history.replaceState(history.state, "", addressWith(currentLanguage()) + location.hash);
}
refreshHeader();
if (location.hash) arrive(location.hash);

// Streamlit's own modules come after our first paint: on the map that is the difference between
// markers at once and markers after two megabytes of scripts.
let hasStarted = false;
function startStreamlit() {
  if (hasStarted) return;
  hasStarted = true;
  window.__streamlit = {
    // Without it Streamlit first looks for its server under the address of the page, and fails.
    BACKEND_BASE_URL: `${location.origin}/`,
    // Its own dialogues speak English to developers; watchConnection speaks to the visitor.
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, blockErrorDialogs: true },
  };
  for (const href of settings.streamlit.preloads) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
  for (const src of settings.streamlit.scripts) {
    document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
  }
}

const module = settings.modules[currentPage()];
if (module) {
  setTimeout(startStreamlit, 1500);
  import(module).then((loaded) => loaded.preview()).finally(() => requestAnimationFrame(() => setTimeout(startStreamlit)));
} else startStreamlit();
