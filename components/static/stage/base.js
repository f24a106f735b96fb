// What every script of the stage uses: settings, words, elements, the memory of this window. The scripts
// are classic ones sharing one object, so that the same files run from a server and from one HTML file.

((stage) => {
  const LOCALES = { fr: "fr", en: "en-GB" };

  stage.read = (id) => JSON.parse(document.getElementById(id).textContent);
  stage.settings = stage.read("rc-stage-settings");
  stage.isFile = stage.settings.mode === "file";

  // A message in a language, with the plural rules of the browser; `t("stage.live.minutes", { count: 2 })`.
  stage.translator = (language) => {
    const messages = stage.settings.words[language];
    const plural = new Intl.PluralRules(LOCALES[language]);
    const format = new Intl.NumberFormat(LOCALES[language]);
    return (key, values = {}) => {
      const name = "count" in values ? `${key}.${plural.select(values.count) === "one" ? "one" : "other"}` : key;
      if (messages[name] === undefined) throw new Error(`no message ${name}`);
      return messages[name].replace(/\{(\w+)\}/g, (_, field) =>
        typeof values[field] === "number" ? format.format(values[field]) : values[field]);
    };
  };

  stage.timeOfDay = (moment, language) =>
    new Intl.DateTimeFormat(LOCALES[language], { hour: "2-digit", minute: "2-digit" }).format(moment);

  // An element with attributes and children; children that are strings become text, never markup.
  stage.el = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "class") node.className = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  };

  stage.fill = (node, ...children) => {
    node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  };

  // Memory of this window, which a reload keeps. A browser may refuse it: then a reload starts anew.
  const place = `rc-stage:${stage.settings.programme}:`;
  stage.memory = {
    get(name) {
      try {
        return JSON.parse(sessionStorage.getItem(place + name));
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        if (value === null) sessionStorage.removeItem(place + name);
        else sessionStorage.setItem(place + name, JSON.stringify(value));
      } catch { /* nothing is kept */ }
    },
  };

  // Milliseconds since 1970 by the clock of the server, which every window shares.
  stage.clockOffset = stage.settings.now ? stage.settings.now - Date.now() : 0;
  stage.now = () => Date.now() + stage.clockOffset;
})(globalThis.rcStage ??= {});
