/* Beside a field for the codes of offices: a search that adds lines to it. Without this script
   the codes are typed, and the page that the link opens has them. */
"use strict";

const PAUSE = 250;

function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function codesIn(field) {
  return field.value.split("\n").map((line) => line.split("|")[0].trim().toUpperCase());
}

function add(field, office) {
  if (codesIn(field).includes(office.code.toUpperCase())) return;
  const kept = field.value.replace(/\s+$/, "");
  field.value = `${kept}${kept ? "\n" : ""}${office.code} | ${office.name}\n`;
}

function finder(box) {
  const field = box.querySelector("textarea");
  const words = box.dataset;
  const id = `${field.id}_find`;
  const search = element("input", { type: "search", id, autocomplete: "off" });
  const list = element("ul", { class: "found" });
  const status = element("p", { class: "help", role: "status" });
  box.append(element("label", { for: id }, words.label), search, status, list);

  function show(answer) {
    list.replaceChildren(...answer.offices.map((office) => {
      const item = element("li", {});
      const button = element("button", { type: "button", class: "button quiet" }, words.add);
      const name = element("span", {}, `${office.name} (${office.code}), ${office.where}`);
      button.setAttribute("aria-label", `${words.add}: ${office.name} (${office.code})`);
      button.addEventListener("click", () => {
        add(field, office);
        status.textContent = `${words.added} ${office.name} (${office.code})`;
      });
      item.append(button, name);
      return item;
    }));
    status.textContent = answer.offices.length ? (answer.more ? words.more : "") : words.none;
  }

  let asked = 0;
  async function ask() {
    const mine = ++asked;
    const typed = search.value.trim();
    if (!typed) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      const address = `${words.url}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (mine === asked) show(found);
    } catch {
      if (mine === asked) status.textContent = words.failed;
    }
  }

  let waiting;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it looks for an office and does not save the draft
    clearTimeout(waiting);
    ask();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-codes]").forEach(finder);
});
