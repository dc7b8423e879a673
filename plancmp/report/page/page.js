"use strict";
(() => {
  const root = document.documentElement;
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search);
  const PIECE = 25, AHEAD = 900, ACROSS = 8;
  const HEIGHTS = { tbody: 34, ul: 26, div: 37 };

  const make = (name, text, facts = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [fact, value] of Object.entries(facts)) {
      if (value !== null && value !== undefined) made.setAttribute(fact, value);
    }
    return made;
  };
  const inBoth = (words) => words.map((word, at) => make("span", word, { lang: ["zh", "en"][at] }));
  const parsed = (html) => {
    const holder = make("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&nbsp;": " " };
  const MORE = JSON.parse(document.body.dataset.more);
  const bare = (html) => html.replace(/<[^>]*>/g, " ").replace(/&\w+;/g, (each) => ENTITIES[each] ?? each);

  // A long list: its entries are data, and become elements piece by piece when they come near the view.
  class Later {
    constructor(holder) {
      const source = holder.querySelector("script");
      this.holder = holder;
      this.kind = holder.dataset.later;
      this.entries = JSON.parse(source.textContent);
      this.section = holder.closest("main > section");
      source.remove();
      this.shown = this.entries;
      this.texts = new Map();
      this.watch = new IntersectionObserver(
        (seen) => seen.forEach((each) => each.isIntersecting && this.fill(each.target)),
        { root: holder.closest(".tall"), rootMargin: `${AHEAD}px 0px` },
      );
      all("button.sort", holder).forEach((button) => button.addEventListener("click", () => this.sort(button)));
    }

    text(entry) {
      if (!this.texts.has(entry)) this.texts.set(entry, this.words(entry).toLowerCase());
      return this.texts.get(entry);
    }

    words(entry) {
      return bare(entry.html);
    }

    element(entry) {
      return parsed(entry.html);
    }

    fits(entry, asks) {
      if (asks.code && entry.code && entry.code !== asks.code) return false;
      if (asks.plan !== "" && entry.plan !== undefined && String(entry.plan) !== asks.plan) return false;
      return asks.words.every((word) => this.text(entry).includes(word));
    }

    draw(asks) {
      this.asks = asks;
      this.shown = this.entries.filter((entry) => this.fits(entry, asks));
      this.watch.disconnect();
      all(":scope > .piece", this.holder).forEach((each) => each.remove());
      for (let at = 0; at < this.shown.length; at += PIECE) {
        const piece = make(this.kind, "", { class: "piece" });
        piece.held = this.shown.slice(at, at + PIECE);
        const room = make(this.kind === "tbody" ? "td" : this.kind === "ul" ? "li" : "div");
        room.style.height = `${piece.held.length * HEIGHTS[this.kind]}px`;
        if (this.kind === "tbody") piece.append(make("tr"));
        (piece.firstElementChild ?? piece).append(room);
        this.holder.append(piece);
        this.watch.observe(piece);
      }
    }

    fill(piece) {
      if (!piece.held) return;
      const made = [];
      let group = piece.previousElementSibling?.lastGroup ?? this.shown[this.shown.indexOf(piece.held[0]) - 1]?.group;
      for (const entry of piece.held) {
        if (entry.group && entry.group !== group) made.push(parsed(entry.group));
        group = entry.group;
        made.push(this.element(entry));
      }
      piece.held = null;
      piece.replaceChildren(...made);
      this.watch.unobserve(piece);
      if (this.isOpen !== undefined) for (const each of all("details", piece)) each.open = this.isOpen;
      if (this.asks.plan !== "") {
        for (const each of all("[data-p]", piece)) each.hidden = each.dataset.p !== this.asks.plan;
      }
    }

    // On paper stand all entries, or the first of each group and how many more there are.
    printed(isWhole) {
      const most = isWhole ? Infinity : Number(this.holder.dataset.paper ?? Infinity);
      const piece = make(this.kind, "", { class: "piece" });
      let [group, count] = [undefined, 0];
      const end = () => count > most && piece.append(this.more(count - most));
      for (const entry of this.shown.filter((each) => isWhole || !each.aside)) {
        if (entry.group !== group) {
          end();
          [group, count] = [entry.group, 0];
          piece.append(parsed(group));
        }
        count += 1;
        if (count <= most) piece.append(this.element(entry));
      }
      end();
      all(":scope > .piece", this.holder).forEach((each) => each.remove());
      this.holder.append(piece);
    }

    more(count) {
      const row = make(this.kind === "tbody" ? "tr" : this.kind === "ul" ? "li" : "p", "", { class: "more" });
      const place = this.kind === "tbody" ? row.appendChild(make("td", "", { colspan: 99 })) : row;
      place.append(...inBoth(MORE.map((word) => word.replace("{}", count))));
      return row;
    }

    show(id) {
      const at = this.shown.findIndex((entry) => entry.id === id);
      if (at < 0) return false;
      this.fill(all(":scope > .piece", this.holder)[Math.floor(at / PIECE)]);
      return true;
    }

    key(entry, at) {
      const cell = this.element(entry).children[at];
      return cell.dataset.v ?? cell.textContent;
    }

    sort(button) {
      const head = button.closest("th");
      const at = [...head.parentNode.children].indexOf(head);
      const up = head.getAttribute("aria-sort") !== "ascending";
      const rows = this.entries.map((entry) => {
        const key = this.key(entry, at);
        return { entry, key, figure: key === "" || isNaN(key) ? null : Number(key) };
      });
      rows.sort((a, b) => {
        if (a.figure !== null && b.figure !== null) return up ? a.figure - b.figure : b.figure - a.figure;
        if ((a.figure === null) !== (b.figure === null)) return a.figure === null ? 1 : -1;
        if ((a.key === "") !== (b.key === "")) return a.key === "" ? 1 : -1;
        return up ? a.key.localeCompare(b.key, "zh") : b.key.localeCompare(a.key, "zh");
      });
      this.entries = rows.map((row) => row.entry);
      for (const other of all("th[aria-sort]", head.parentNode)) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      this.draw(this.asks);
    }
  }

  // The matrix: of a row the plans alone that have it are data.
  class Matrix extends Later {
    constructor(holder) {
      super(holder);
      this.said = JSON.parse(holder.dataset.words);
      this.heads = all("thead th[data-p]", holder);
      this.plans = this.heads.map((head) => Number(head.dataset.p));
    }

    words(entry) {
      const cells = entry.cells.map((cell) => cell[1]);
      return [entry.name, entry.unit, ...this.said[entry.verdict], ...cells].join(" ");
    }

    fits(entry, asks) {
      if (asks.shared && entry.cells.length < 2) return false;
      if (asks.gaps) {
        const cells = entry.cells.filter((cell) => asks.plan === "" || String(cell[0]) === asks.plan);
        const whole = asks.plan === "" ? this.plans.length : 1;
        if (cells.length === whole && !cells.some((cell) => cell[2] === "open")) return false;
      }
      return super.fits(entry, asks);
    }

    draw(asks) {
      for (const head of this.heads) head.hidden = asks.plan !== "" && head.dataset.p !== asks.plan;
      this.columns = asks.plan === "" ? this.plans : [Number(asks.plan)];
      this.holder.style.width = `max(100%, ${22 + this.columns.length * 7.5}rem)`;
      super.draw(asks);
    }

    key(entry, at) {
      if (at === 0) return entry.name;
      if (at === 1) return this.said[entry.verdict][root.lang === "en" ? 1 : 0];
      const cell = entry.cells.find((each) => each[0] === this.plans[at - 2]);
      return cell ? cell[4] ?? cell[1] : "";
    }

    element(entry, columns = this.columns) {
      const row = make("tr", "", { "data-row": entry.row, "data-verdict": entry.verdict });
      const name = make("th", "", { scope: "row" });
      name.append(make("a", entry.name, { href: `#${entry.row}` }));
      if (entry.unit) name.append(make("span", ` (${entry.unit})`, { class: "faint" }));
      const verdict = make("td");
      verdict.append(...inBoth(this.said[entry.verdict]));
      row.append(name, verdict);
      const held = new Map(entry.cells.map((cell) => [cell[0], cell]));
      for (const plan of columns) row.append(this.cell(plan, held.get(plan)));
      return row;
    }

    cell(plan, held) {
      if (!held) {
        const said = this.said["mark-missing"][root.lang === "en" ? 1 : 0];
        return make("td", "·", { class: "missing", "data-p": plan, "aria-label": said });
      }
      const [, text, mark, sign, figure, indicator] = held;
      const cell = make("td", text, { class: mark || null, "data-p": plan, "data-v": figure, "data-i": indicator });
      if (mark) {
        const spoken = make("span", "", { class: "spoken" });
        spoken.append(...inBoth(this.said[`mark-${mark}`]));
        cell.append(make("span", sign, { class: "sign", "aria-hidden": "true" }), spoken);
      }
      return cell;
    }

    // Paper is narrow: a few plans a table, what one plan alone has below.
    tables() {
      const isWide = this.columns.length > ACROSS;
      const rows = this.shown.filter((entry) => !isWide || entry.cells.length > 1);
      const tables = [];
      const used = this.columns.filter((plan) => rows.some((entry) => entry.cells.some((cell) => cell[0] === plan)));
      for (let at = 0; at < used.length; at += ACROSS) {
        const columns = used.slice(at, at + ACROSS);
        const heads = [...this.holder.tHead.rows[0].cells].filter(
          (head) => head.dataset.p === undefined || columns.includes(Number(head.dataset.p)),
        );
        const held = rows.filter((entry) => entry.cells.some((cell) => columns.includes(cell[0])));
        tables.push(this.table(heads, held.map((entry) => this.element(entry, columns))));
      }
      const alone = this.shown.filter((entry) => !rows.includes(entry)).map((entry) => {
        const row = this.element(entry, [entry.cells[0][0]]);
        row.cells[1].replaceChildren(this.heads[entry.cells[0][0]].querySelector("a").textContent);
        return row;
      });
      if (alone.length) {
        const title = make("h3");
        title.append(...inBoth(this.said.only));
        const heads = [this.holder.tHead.rows[0].cells[0], make("th"), make("th")];
        heads[1].append(...inBoth(this.said.plan));
        heads[2].append(...inBoth(this.said.target));
        const beside = make("div", "", { class: "beside" });
        beside.append(this.table(heads, alone));
        tables.push(title, beside);
      }
      return tables;
    }

    table(heads, rows) {
      const table = make("table", "", { class: "matrix" });
      const head = make("tr");
      head.append(...heads.map((each) => each.cloneNode(true)));
      table.append(make("thead"), make("tbody"));
      table.tHead.append(head);
      table.tBodies[0].append(...rows);
      return table;
    }
  }

  const lists = all("[data-later]").map((holder) => new (holder.id === "matrix" ? Matrix : Later)(holder));
  const matrix = lists.find((list) => list instanceof Matrix);

  const show = () => {
    const value = (id) => one(id)?.value ?? "";
    const asks = {
      words: value("search").toLowerCase().split(/\s+/).filter(Boolean),
      plan: value("plan"),
      code: value("code"),
      gaps: one("gaps")?.checked ?? false,
      shared: one("shared")?.checked ?? false,
    };
    for (const list of lists) list.draw(asks);
    // A part in which nothing is left goes, with the link to it.
    for (const section of all("main > section")) {
      const held = lists.filter((list) => list.section === section);
      section.hidden = asks.words.length > 0 && held.length > 0 && held.every((list) => !list.shown.length);
      const link = document.querySelector(`nav a[href="#${section.id}"]`);
      if (link) link.hidden = section.hidden;
    }
    one("nothing").hidden = lists.some((list) => list.shown.length) || !lists.some((list) => list.entries.length);
    remember({ q: value("search"), plan: asks.plan, code: asks.code, gaps: asks.gaps ? "1" : "", shared: asks.shared ? "1" : "" });
  };

  // Filters stand in the address, so that a view can be passed on.
  const remember = (state) => {
    const kept = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
    if (root.lang !== opened) kept.set("lang", root.lang);
    const query = kept.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    } catch {
      // Some browsers forbid it for files; the page works without.
    }
  };

  const reveal = () => {
    const id = location.hash ? decodeURIComponent(location.hash.slice(1)) : "";
    if (!id) return;
    if (!one(id)) lists.some((list) => list.show(id));
    const target = one(id);
    if (!target) return;
    for (const each of all(".aimed")) each.classList.remove("aimed");
    target.classList.add("aimed");
    if (target.matches("details")) target.open = true;
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView();
    // What is above it takes its own height only when it is made.
    setTimeout(() => target.scrollIntoView(), 150);
  };

  const opened = root.lang;
  const speak = (lang) => {
    root.lang = lang;
    document.title = document.querySelector("h1").innerText;
    for (const each of all("option[data-zh]")) each.textContent = each.dataset[lang];
  };
  speak(["zh", "en"].includes(asked.get("lang")) ? asked.get("lang") : opened);
  if (one("search")) one("search").value = asked.get("q") ?? "";
  for (const name of ["plan", "code"]) if (one(name)) one(name).value = asked.get(name) ?? "";
  for (const name of ["gaps", "shared"]) if (one(name)) one(name).checked = asked.get(name) === "1";

  let waiting;
  one("search")?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  for (const name of ["plan", "code", "gaps", "shared"]) one(name)?.addEventListener("change", show);
  one("language")?.addEventListener("click", () => {
    speak(root.lang === "zh" ? "en" : "zh");
    show();
  });
  for (const button of all("button.unfold")) {
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", isOpen);
      for (const list of lists.filter((each) => each.section === button.closest("section"))) {
        list.isOpen = isOpen;
        list.draw(list.asks);
      }
    });
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    const isWhole = one("whole").checked;
    root.classList.toggle("whole", isWhole);
    for (const list of lists) if (list !== matrix && (isWhole || list.section.id !== "text")) list.printed(isWhole);
    // What one plan alone has is told in the matrix.
    for (const each of all("details.indicator")) {
      each.open = all("tbody tr", each).length > 1;
      each.classList.toggle("off-paper", !each.open);
    }
    if (matrix) one("paper").replaceChildren(...matrix.tables());
  });
  addEventListener("afterprint", () => {
    one("paper")?.replaceChildren();
    show();
  });
  show();
  root.style.scrollPaddingTop = `${document.querySelector("header").offsetHeight + 8}px`;
  reveal();
})();
