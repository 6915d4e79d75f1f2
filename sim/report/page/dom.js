/// Elements. Text stays text: strings become text nodes, and nothing here parses HTML.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let ids = 0;
export const freshId = (prefix) => `${prefix}-${++ids}`;

/// For screen readers only.
export const unseen = (text) => el("span", { class: "visually-hidden" }, text);

/// Tells a screen reader what a button just did.
export function announce(text) {
  document.getElementById("status").textContent = text;
}

/// A part of the page with its heading; nothing where it has no content.
export function section(title, ...content) {
  const children = content.flat(Infinity).filter(Boolean);
  if (children.length === 0) return null;
  const id = freshId("section");
  return el("section", { "aria-labelledby": id }, el("h2", { id, tabindex: "-1" }, title), children);
}
