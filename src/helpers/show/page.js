// Everything is put in as text (textContent): nothing that a table holds is run.
const SHOWN = 500; // rows at a time

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function cell(text) {
  const made = element("td");
  if (/^https?:\/\//.test(text)) {
    const link = element("a", text);
    link.href = text;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    made.append(link);
  } else {
    made.textContent = text;
    if (text !== "" && !Number.isNaN(Number(text))) made.className = "number";
  }
  return made;
}

function compare(one, two) {
  const [a, b] = [Number(one), Number(two)];
  if (one !== "" && two !== "" && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return one.localeCompare(two);
}

function show(box, table, order) {
  const head = element("tr");
  table.columns.forEach((name, place) => {
    const up = order && order.place === place && order.up;
    const mark = order && order.place === place ? (up ? " ▲" : " ▼") : "";
    const button = element("button", name + mark);
    button.setAttribute("aria-label", `sort by ${name}`);
    button.addEventListener("click", () => show(box, table, { place, up: !up }));
    const cell = element("th");
    cell.scope = "col";
    if (mark) cell.setAttribute("aria-sort", up ? "ascending" : "descending");
    cell.append(button);
    head.append(cell);
  });
  const rows = [...table.rows];
  if (order) {
    const turn = order.up ? 1 : -1;
    rows.sort((a, b) => turn * compare(a[order.place], b[order.place]));
  }
  const body = element("tbody");
  const more = (from) => {
    for (const row of rows.slice(from, from + SHOWN)) {
      const line = element("tr");
      line.append(...row.map(cell));
      body.append(line);
    }
    if (from + SHOWN < rows.length) {
      const line = element("tr");
      const button = element("button", `${rows.length - from - SHOWN} more rows`);
      button.addEventListener("click", () => { line.remove(); more(from + SHOWN); });
      const place = element("td");
      place.colSpan = table.columns.length;
      place.append(button);
      line.append(place);
      body.append(line);
    }
  };
  more(0);
  const made = element("table");
  const top = element("thead");
  top.append(head);
  made.append(top, body);
  box.tabIndex = 0;
  box.replaceChildren(made);
}

for (const image of document.querySelectorAll("img[data-picture]")) {
  unpack(image.dataset.picture).then((bytes) => {
    image.src = URL.createObjectURL(new Blob([bytes], { type: "image/svg+xml" }));
  });
}
for (const details of document.querySelectorAll("details")) {
  details.addEventListener("toggle", async () => {
    const box = details.querySelector("[data-table]");
    if (!details.open || box.firstChild) return;
    show(box, JSON.parse(new TextDecoder().decode(await unpack(box.dataset.table))));
  });
}
