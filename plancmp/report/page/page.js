"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);
  const found = all(".find");
  const texts = new Map();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };

  const fits = (element, words, plan, code, gaps) => {
    if (code && element.dataset.code && element.dataset.code !== code) return false;
    if (words.length && !words.every((word) => textOf(element).includes(word))) return false;
    if (!element.dataset.row) return true;
    const cell = plan === "" ? null : element.querySelector(`td[data-p="${plan}"]`);
    if (gaps) return cell ? cell.matches(".missing, .open") : element.dataset.gaps === "1";
    return true;
  };

  const show = () => {
    const words = (one("search")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const plan = one("plan")?.value ?? "";
    const code = one("code")?.value ?? "";
    const gaps = one("gaps")?.checked ?? false;
    let left = 0;
    for (const element of found) {
      element.hidden = !fits(element, words, plan, code, gaps);
      if (!element.hidden) left += 1;
    }
    for (const element of all("[data-p]")) {
      element.toggleAttribute("data-away", plan !== "" && element.dataset.p !== plan);
      if (!element.classList.contains("find")) {
        element.hidden = plan !== "" && element.dataset.p !== plan;
      }
    }
    for (const section of all("section[data-file]")) {
      section.hidden = !all(".find", section).some((element) => !element.hidden);
    }
    one("nothing").hidden = left > 0 || found.length === 0;
    remember({ q: one("search")?.value ?? "", plan, code, gaps: gaps ? "1" : "" });
  };

  // Filters stand in the address, so that a view can be passed on.
  const remember = (state) => {
    const kept = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
    if (document.documentElement.lang !== opened) kept.set("lang", document.documentElement.lang);
    const query = kept.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    } catch {
      // Some browsers forbid it for files; the page works without.
    }
  };

  const sortBy = (button) => {
    const head = button.closest("th");
    const table = head.closest("table");
    const at = [...head.parentNode.children].indexOf(head);
    const up = head.getAttribute("aria-sort") !== "ascending";
    const key = (row) => {
      const cell = row.children[at];
      const figure = cell.dataset.v;
      return figure === undefined ? null : Number(figure);
    };
    const rows = [...table.tBodies[0].rows].map((row) => [key(row), row.children[at].textContent, row]);
    rows.sort((a, b) => {
      if (a[0] !== null && b[0] !== null) return up ? a[0] - b[0] : b[0] - a[0];
      if (a[0] !== b[0]) return a[0] === null ? 1 : -1;
      return up ? a[1].localeCompare(b[1], "zh") : b[1].localeCompare(a[1], "zh");
    });
    for (const other of all("th[aria-sort]", table)) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    table.tBodies[0].append(...rows.map((row) => row[2]));
  };

  const reveal = () => {
    const target = location.hash ? one(decodeURIComponent(location.hash.slice(1))) : null;
    if (!target) return;
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView();
  };

  const opened = document.documentElement.lang;
  const asked = new URLSearchParams(location.search);
  if (["zh", "en"].includes(asked.get("lang"))) document.documentElement.lang = asked.get("lang");
  if (one("search")) one("search").value = asked.get("q") ?? "";
  for (const name of ["plan", "code"]) if (one(name)) one(name).value = asked.get(name) ?? "";
  if (one("gaps")) one("gaps").checked = asked.get("gaps") === "1";

  let waiting;
  one("search")?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  for (const name of ["plan", "code", "gaps"]) one(name)?.addEventListener("change", show);
  one("language")?.addEventListener("click", () => {
    document.documentElement.lang = document.documentElement.lang === "zh" ? "en" : "zh";
    show();
  });
  for (const button of all("button.sort")) button.addEventListener("click", () => sortBy(button));
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    for (const each of all("details.indicator")) each.open = true;
  });
  if (asked.size) show();
  reveal();
})();
