// Opens what is behind a mark over the page: the reader keeps the place, Escape closes, and the focus goes
// back to the mark. The facts are built and escaped by the server; without this script the link leads to
// the same facts on the city's page.

import { currentLanguage, version } from "./frame.js";
import { el } from "./words.js";

let panel = null;

function build(words) {
  const close = el("button", { type: "button", class: "rc-button rc-evidence-close", onclick: () => panel.close() }, words.close);
  const body = el("div", { class: "rc-evidence-body" });
  panel = el("dialog", { class: "rc-evidence-panel stApp", "aria-labelledby": "rc-evidence-title" }, close, body);
  // A click beside the panel closes it; the padding is inside the children, so the target is the backdrop.
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  document.body.append(panel);
}

// Returns false when the facts cannot be had: the caller then follows the link.
export async function open(link, words) {
  let html;
  try {
    const response = await fetch(`/fragments/${version}/answer/${encodeURIComponent(link.dataset.rcEvidence)}.${currentLanguage()}.html`);
    if (!response.ok) return false;
    html = await response.text();
  } catch {
    return false;
  }
  if (!panel) build(words);
  panel.querySelector(".rc-evidence-close").textContent = words.close;
  panel.querySelector(".rc-evidence-body").innerHTML = html;
  for (const inside of panel.querySelectorAll(".rc-evidence-body a[data-rc-nav]")) {
    inside.addEventListener("click", () => panel.close());
  }
  panel.showModal();
  panel.scrollTop = 0;
  return true;
}
