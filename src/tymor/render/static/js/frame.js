// The way to the other language keeps the place on the page: anchors are the same in both.

function keep() {
  for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
}

addEventListener("hashchange", keep);
keep();
