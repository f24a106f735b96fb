// The forms of the desk. A long text is given to the server while it is typed, not only when its box is
// left: a closed tab then loses nothing. What is wrong under a box is tied to the box.

const PAUSE = 900;
let timer = 0;
let observer = null;

// Streamlit commits a text area when the focus leaves it, and on nothing else: say that it has left.
function commit(box) {
  if (!box.isConnected) return;
  const { selectionStart, selectionEnd, scrollTop } = box;
  box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  if (document.activeElement !== box) return;
  box.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  box.setSelectionRange(selectionStart, selectionEnd);
  box.scrollTop = scrollTop;
}

function watch(box) {
  if (!(box instanceof HTMLTextAreaElement)) return;
  clearTimeout(timer);
  timer = setTimeout(() => commit(box), PAUSE);
}

function onInput(event) {
  watch(event.target);
}

function onHide() {
  clearTimeout(timer);
  const box = document.activeElement;
  if (box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement) commit(box);
}

function tieFaults() {
  for (const box of document.querySelectorAll("[data-rc-tied]")) {
    box.removeAttribute("aria-invalid");
    box.removeAttribute("aria-describedby");
    box.removeAttribute("data-rc-tied");
  }
  for (const [index, fault] of [...document.querySelectorAll(".rc-fault[data-rc-box]")].entries()) {
    const box = document.getElementsByClassName(fault.dataset.rcBox)[0]
      ?.querySelector("input, textarea, [role=combobox], [role=radiogroup]");
    if (!box) continue;
    fault.id ||= `rc-fault-${index}`;
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", fault.id);
    box.setAttribute("data-rc-tied", "");
  }
}

export function start() {
  if (observer) return;
  document.addEventListener("input", onInput, true);
  document.addEventListener("visibilitychange", onHide);
  window.addEventListener("pagehide", onHide);
  let waiting = false;
  observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; tieFaults(); });
  });
  observer.observe(document.getElementById("root"), { subtree: true, childList: true });
  tieFaults();
  watch(document.activeElement); // somebody was quicker than this script
}

export function stop() {
  observer?.disconnect();
  observer = null;
  document.removeEventListener("input", onInput, true);
  document.removeEventListener("visibilitychange", onHide);
  window.removeEventListener("pagehide", onHide);
}
