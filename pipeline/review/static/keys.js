// Keys for what the page's own links and buttons already do; without this script nothing is missing.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const at = event.target;
  if (at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName))) {
    if (event.key === "Escape") at.blur();
    return;
  }
  const wanted = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
  if (!(wanted instanceof HTMLElement)) return;
  event.preventDefault();
  if (wanted.matches("input, textarea, select")) wanted.focus();
  else wanted.click();
});
