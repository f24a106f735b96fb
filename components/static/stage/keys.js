// Keys, clicker and touch. One listener on the window: where the focus is makes no difference, unless
// somebody types in a field.

((stage) => {
  const FORGOTTEN = 4000; // milliseconds after which half a number is dropped
  const SWIPE = 48; // pixels

  const ACTS = {
    PageDown: "next", ArrowRight: "next", ArrowDown: "next",
    PageUp: "previous", ArrowLeft: "previous", ArrowUp: "previous",
    Home: "first", End: "last", ".": "blank", F5: "full", "?": "help",
    b: "blank", w: "white", f: "full", r: "reserve", a: "extent", n: "notes", t: "timer", v: "votes",
    l: "language", d: "ground", s: "speaker", o: "list", m: "list", y: "follow", h: "help", i: "sources",
  };
  const REPEATED = new Set(["next", "previous"]);

  // The letter of a key, also where an input method or another alphabet keeps it.
  const letterOf = (event) => {
    const isPlain = event.key.length === 1 && event.key.charCodeAt(0) < 128;
    if (!isPlain && (event.key.length === 1 || event.key === "Process" || event.key === "Dead")) {
      const found = /^Key([A-Z])$/.exec(event.code);
      if (found) return found[1].toLowerCase();
    }
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  };

  // Digits also where they need the shift key (French keyboards).
  const digitOf = (event) => /^\d$/.exec(event.key)?.[0]
    ?? (event.key.length === 1 ? /^Digit(\d)$/.exec(event.code)?.[1] : null) ?? null;

  const isField = (node) => node instanceof HTMLElement
    && (node.isContentEditable || node.matches("input, textarea, select"));
  const isPressed = (node) => node instanceof HTMLElement && node.closest("button, a[href], summary") !== null;

  // `run(act)` does what a key stands for; `go(label)` goes to a number; `typed(text)` shows it;
  // `close()` closes what is open and says whether something was; `leave()` leaves.
  stage.listenToKeys = ({ run, go, typed, close, leave, keepsF5 }) => {
    let number = "";
    let timer = 0;

    const type = (text) => {
      number = text;
      typed(number);
      clearTimeout(timer);
      if (number) timer = setTimeout(() => type(""), FORGOTTEN);
    };

    window.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const { target } = event;
      if (event.key === "Escape") {
        event.preventDefault();
        if (number) type("");
        else if (!close()) leave();
        return;
      }
      if (isField(target)) return;
      const digit = digitOf(event);
      if (digit !== null && number.length < 5) {
        event.preventDefault();
        type(number + digit);
        return;
      }
      if (number && event.key === ".") {
        event.preventDefault();
        if (!number.includes(".")) type(`${number}.`);
        return;
      }
      if (number && event.key === "Backspace") {
        event.preventDefault();
        type(number.slice(0, -1));
        return;
      }
      if (event.key === "Enter") {
        if (!number) return;
        event.preventDefault();
        go(number);
        type("");
        return;
      }
      if (event.key === " ") {
        if (isPressed(target)) return;
        event.preventDefault();
        run(event.shiftKey ? "previous" : "next");
        return;
      }
      let act = ACTS[letterOf(event)];
      if (act === undefined || (event.key === "F5" && keepsF5)) return;
      if (event.key.startsWith("Arrow") && target instanceof HTMLElement && target.closest("[data-rc-arrows]")) return;
      if (act === "timer" && event.shiftKey) act = "timer_reset";
      event.preventDefault();
      if (!event.repeat || REPEATED.has(act)) run(act);
    });
  };

  // A swipe turns the page; a tap on the right goes on, on the left third back.
  stage.listenToTouch = (box, run) => {
    let start = null;
    box.addEventListener("pointerdown", (event) => {
      start = event.isPrimary && event.pointerType !== "mouse" ? { x: event.clientX, y: event.clientY } : null;
    });
    box.addEventListener("pointerup", (event) => {
      if (!start || !event.isPrimary) return;
      const across = event.clientX - start.x;
      const down = event.clientY - start.y;
      start = null;
      if (Math.abs(across) >= SWIPE && Math.abs(across) > 2 * Math.abs(down)) run(across < 0 ? "next" : "previous");
      else if (Math.abs(across) < 12 && Math.abs(down) < 12) run(event.clientX < box.clientWidth / 3 ? "previous" : "next");
    });
    box.addEventListener("pointercancel", () => { start = null; });
  };
})(globalThis.rcStage ??= {});
