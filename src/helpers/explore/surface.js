// Everything is put in as text (textContent, setAttribute): nothing that an article holds is run.

function element(name, attributes = {}, text = null, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== null) made.textContent = text;
  made.append(...children);
  return made;
}

function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

// One stop of Tab for many buttons; arrows, Home and End go from one to the next.
function rove(box, lines) {
  const rows = lines.map((line) => [...line]).filter((line) => line.length);
  rows.flat().forEach((item, place) => { item.tabIndex = place ? -1 : 0; });
  box.addEventListener("keydown", (event) => {
    const i = rows.findIndex((row) => row.includes(event.target));
    if (i < 0) return;
    const j = rows[i].indexOf(event.target);
    const to = {
      ArrowDown: rows[i + 1]?.[Math.min(j, rows[i + 1].length - 1)],
      ArrowUp: rows[i - 1]?.[Math.min(j, rows[i - 1].length - 1)],
      ArrowRight: rows[i][j + 1], ArrowLeft: rows[i][j - 1],
      Home: rows[0][0], End: rows.at(-1)[0],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
}

function draw(model, box, send) {
  const frame = element("div", { class: "explore-picture" });
  if (model.get("picture")) {
    frame.append(element("img", { src: model.get("picture"), alt: model.get("alt") }));
    for (const mark of model.get("marks")) {
      const button = element("button", {
        class: "explore-mark", type: "button", "aria-label": `evidence of ${mark.label}`,
        title: mark.label, "data-row": mark.row,
        style: `left:${100 * mark.x}%;top:${100 * mark.y}%`,
      });
      button.addEventListener("click", () => send({ choose: mark.row }));
      frame.append(button);
    }
    rove(frame, [...frame.querySelectorAll(".explore-mark")].map((button) => [button]));
  }
  box.replaceChildren(frame);
}

function cells(table, row, place, send, choose) {
  return row.map((text, column) => {
    const kind = table.numbers.includes(column) ? "explore-number" : "";
    const href = table.links.includes(column) ? safeLink(text) : null;
    const cell = element("td", { class: kind });
    if (href) {
      cell.append(element("a", { href, target: "_blank", rel: "noopener noreferrer" }, text));
    } else if (column === table.opens) {
      const button = element("button", { type: "button", class: "explore-open" }, text);
      button.setAttribute("aria-label", `read article ${text}`);
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        send({ open: text });
      });
      cell.append(button);
    } else if (column === 0 && choose) {
      const button = element("button", { type: "button", class: "explore-choose" }, text || "–");
      button.setAttribute("aria-label", `evidence of row ${place + 1}: ${text}`);
      cell.append(button);
    } else {
      cell.textContent = text;
      cell.title = text.length > 40 ? text : "";
    }
    return cell;
  });
}

function list(table, box, send, { caption, choose, sort }) {
  if (!table.columns) return box.replaceChildren();
  const head = element("tr");
  table.columns.forEach((name) => {
    const cell = element("th", { scope: "col" });
    if (sort) {
      const state = table.sorted === name ? (table.ascending ? "ascending" : "descending") : "none";
      cell.setAttribute("aria-sort", state);
      const arrow = { ascending: " ▲", descending: " ▼", none: "" }[state];
      const button = element("button", { type: "button" }, name + arrow);
      button.setAttribute("aria-label", `sort by ${name}`);
      button.addEventListener("click", () => send({ sort: name }));
      cell.append(button);
    } else {
      cell.textContent = name;
    }
    head.append(cell);
  });
  const body = element("tbody");
  table.rows.forEach((row, place) => {
    const line = element("tr", { "data-row": place }, null, cells(table, row, place, send, choose));
    if (choose) {
      line.addEventListener("click", () => send({ choose: place }));
      line.classList.add("explore-row");
    }
    body.append(line);
  });
  const made = element("table", { class: "explore-table" }, null, [
    element("caption", {}, `${caption} (${table.n} row${table.n === 1 ? "" : "s"})`),
    element("thead", {}, null, [head]),
    body,
  ]);
  rove(body, [...body.rows].map((row) => row.querySelectorAll("button, a")));
  const scrolled = element("div", { class: "explore-scroll", tabindex: "0", role: "region",
    "aria-label": caption }, null, [made]);
  box.replaceChildren(scrolled, element("p", { class: "explore-note" }, table.note || ""));
}

function code(model, box) {
  const lines = model.get("lines");
  const area = element("textarea", { readonly: "", rows: Math.min(lines.split("\n").length, 24),
    "aria-label": "the lines that made this", spellcheck: "false" });
  area.value = lines;
  const said = element("span", { role: "status" });
  const button = element("button", { type: "button", class: "explore-copy" }, "Copy as cell");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lines);
      said.textContent = " copied: paste it into a cell";
    } catch {
      area.focus();
      area.select();
      said.textContent = " selected: copy it with Ctrl+C";
    }
  });
  const details = element("details", {}, null, [
    element("summary", {}, "The lines that made this"), area,
  ]);
  box.replaceChildren(button, said, details);
}

// JupyterLab takes letters and arrows for its own commands wherever no text is edited, in lists of
// this output too; it leaves alone the element that is marked so.
function keepKeys(el) {
  const output = el.closest(".jp-OutputArea-output");
  if (!output || output.dataset.keepsKeys) return;
  output.dataset.keepsKeys = "true";
  output.addEventListener("focusin", (event) => {
    event.target.dataset.lmSuppressShortcuts = "true";
  });
}

function render({ model, el }) {
  for (const wait of [0, 100, 1000]) setTimeout(() => keepKeys(el), wait);
  el.classList.add("explore");
  const [picture, lines, table, evidence] = ["picture", "lines", "table", "evidence"].map((name) =>
    element("div", { class: `explore-part-${name}` }));
  el.append(picture, lines, table, evidence);
  const send = (message) => model.send(message);
  const listTable = () => list(model.get("table"), table, send,
    { caption: "Table", choose: true, sort: true });
  const listEvidence = () => {
    list(model.get("evidence"), evidence, send, { caption: model.get("evidence").title || "Evidence",
      choose: false, sort: false });
  };
  const drawPicture = () => draw(model, picture, send);
  const showCode = () => code(model, lines);
  const parts = [
    ["change:marks", drawPicture], ["change:picture", drawPicture], ["change:lines", showCode],
    ["change:table", listTable], ["change:evidence", listEvidence],
  ];
  for (const [event, act] of parts) model.on(event, act);
  drawPicture(); showCode(); listTable(); listEvidence();
  return () => parts.forEach(([event, act]) => model.off(event, act));
}

export default { render };
