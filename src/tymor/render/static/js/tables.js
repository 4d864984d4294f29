// A table that fits needs no stop for the Tab key; one that does not gets a hint.

function tell(scroller) {
  // One pixel is rounding and deserves no hint, but the browser would scroll it all the same.
  const over = scroller.scrollWidth - scroller.clientWidth;
  const scrolls = over > 1;
  const hint = scroller.parentElement.querySelector("[data-scroll-hint]");
  scroller.classList.toggle("scrolls", scrolls);
  hint.hidden = !scrolls;
  if (over > 0) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
  } else {
    scroller.removeAttribute("tabindex");
    scroller.removeAttribute("role");
  }
}

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) tell(target);
});
for (const scroller of document.querySelectorAll("[data-scroller]")) watcher.observe(scroller);
