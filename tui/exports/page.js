"use strict";
// Finds words in the items: those without them are hidden, those with them unfold.
const field = document.getElementById("search");
const found = document.getElementById("found");
const items = [...document.querySelectorAll("article")];
const words = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
const folds = [...document.querySelectorAll("details")].map((fold) => [fold, fold.open]);

function search() {
  const query = field.value.trim().toLowerCase();
  let count = 0;
  for (const item of items) {
    const holds = words.get(item).includes(query);
    item.hidden = !holds;
    count += holds ? 1 : 0;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  for (const [fold, wasOpen] of folds) {
    fold.open = query ? fold.textContent.toLowerCase().includes(query) : wasOpen;
  }
  found.value = query ? `${count} of ${items.length}` : "";
}

field.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "Escape") {
    field.value = "";
    search();
    field.blur();
  }
});
