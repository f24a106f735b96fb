// Messages of a payload in the language of the reader, with the plural rules of the browser.

const LOCALES = { fr: "fr", en: "en-GB" };

export function translator(strings, language) {
  const plural = new Intl.PluralRules(LOCALES[language]);
  const format = new Intl.NumberFormat(LOCALES[language]);
  return (key, values = {}) => {
    let name = key;
    if ("count" in values) name += plural.select(values.count) === "one" ? ".one" : ".other";
    const message = strings[name];
    if (message === undefined) throw new Error(`no message ${name}`);
    return message.replace(/\{(\w+)\}/g, (_, field) =>
      typeof values[field] === "number" ? format.format(values[field]) : values[field],
    );
  };
}

// An element with attributes and children; children that are strings become text, never markup.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// Copy the address of the view; the button says that it is done for two seconds.
export async function copyLink(button, done) {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    // Without the right to the clipboard (http, old browser) the address bar still has the link.
    const field = el("input", { value: location.href, class: "rc-hidden" });
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const label = button.dataset.label ?? (button.dataset.label = button.textContent);
  button.textContent = done;
  setTimeout(() => { button.textContent = label; }, 2000);
}
