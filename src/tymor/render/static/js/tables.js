// A table that fits needs no stop for the Tab key; one that does not gets a hint.

function tell(scroller) {
  const scrolls = scroller.scrollWidth > scroller.clientWidth + 1;
  const hint = scroller.parentElement.querySelector("[data-scroll-hint]");
  scroller.classList.toggle("scrolls", scrolls);
  hint.hidden = !scrolls;
  if (scrolls) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
  } else {
    scroller.removeAttribute("tabindex");
    scroller.removeAttribute("role");
  }
}

// The table is watched as well: it grows when its typeface arrives, and its scroller does not.
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) tell(target.closest("[data-scroller]"));
});
for (const scroller of document.querySelectorAll("[data-scroller]")) {
  watcher.observe(scroller);
  watcher.observe(scroller.querySelector("table"));
}
