// The languages of a site are its first folders: what stands before one is the site's own address.
const links = [...document.querySelectorAll("a[hreflang]")];
const parts = location.pathname.split("/");
const at = parts.findIndex((part) => links.some((link) => link.hreflang === part));
if (at > 0) for (const link of links) link.href = `${parts.slice(0, at).join("/")}/${link.hreflang}/`;
