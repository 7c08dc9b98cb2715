// A spreadsheet's page: moving about, editing cells, rows, sorting, tabs. Everything is decided by the server.
"use strict";

(() => {
  const grid = document.getElementById("grid");
  if (!grid) return;
  const said = document.getElementById("said");
  const where = document.getElementById("where");
  const raw = document.getElementById("raw");
  const shut = JSON.parse(grid.dataset.shut);
  const here = new URL(location.href);
  const key = "cell " + here.pathname + " " + grid.dataset.gid;
  let active = null;
  let editor = null;

  const row = (td) => Number(td.parentElement.firstElementChild.textContent) - 1;
  const column = (td) => Number(td.dataset.c);
  const content = (td) => (td.dataset.raw !== undefined ? td.dataset.raw : td.dataset.kind === "check" ? "" : text(td));
  const name = (td) => grid.tHead.rows[0].cells[[...grid.tHead.rows[0].cells].findIndex((_, i) => i === place(td) + 1)].textContent + (row(td) + 1);
  const columns = (() => {
    let most = [];
    for (const tr of grid.tBodies[0].rows) if (tr.cells.length > most.length) most = [...tr.cells].slice(1).map(column);
    return most;
  })();

  function place(td) { return columns.indexOf(column(td)); }
  function text(td) {
    const copy = td.cloneNode(true);
    copy.querySelectorAll(".arrow, figure, .hidden").forEach((e) => e.remove());
    return copy.textContent;
  }
  function inside(area, r, c) { return area.top <= r && r < area.bottom && area.left <= c && c < area.right; }
  function isShut(td) {
    const r = row(td), c = column(td);
    return shut.some((area) => inside(area, r, c) && !area.free.some((f) => inside(f, r, c)));
  }
  // A refusal stays readable while one types on; only another word, or some seconds, take its place.
  let until = 0;
  function say(words, seconds = 0) {
    if (!words && Date.now() < until) return;
    said.textContent = words;
    until = Date.now() + seconds * 1000;
  }

  for (const td of grid.querySelectorAll("td")) if (shut.length && isShut(td)) { td.classList.add("shut"); td.setAttribute("aria-readonly", "true"); }

  function go(td, focus = true) {
    if (!td) return;
    if (active) active.tabIndex = -1;
    active = td;
    td.tabIndex = 0;
    where.textContent = name(td);
    raw.textContent = content(td);
    sessionStorage.setItem(key, row(td) + " " + column(td));
    if (focus) { td.focus({ preventScroll: true }); td.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }
  function at(tr, c) {
    let best = null;
    for (const td of [...tr.cells].slice(1)) if (column(td) <= c) best = td;
    return best || tr.cells[1];
  }
  function find(r, c) {
    for (const tr of grid.tBodies[0].rows) if (row(tr.cells[0]) === r) return at(tr, c);
    return null;
  }
  function move(down, right) {
    const tr = active.parentElement;
    if (right) {
      const cells = [...tr.cells].slice(1);
      go(cells[cells.indexOf(active) + right] || active);
    } else {
      let next = tr;
      for (let i = 0; i < Math.abs(down); i++) next = (down > 0 ? next.nextElementSibling : next.previousElementSibling) || next;
      go(at(next, column(active)));
    }
  }

  // Edits are sent one after the other, in the order in which they were made.
  let sending = Promise.resolve(true);
  function act(what) {
    sending = sending.then(() => send(what));
    return sending;
  }
  async function send(what) {
    say("");
    let told;
    try {
      const answer = await fetch(grid.dataset.action, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ gid: grid.dataset.gid, ...what }),
      });
      told = await answer.json();
    } catch {
      say("The workspace did not answer. Is it still running? Nothing was changed; try again.");
      return false;
    }
    if (told.error) { say(told.error); return false; }
    if (told.reload) { location.reload(); return true; }
    if (told.hint) say(told.hint);
    for (const cell of told.cells) {
      const td = find(cell.row, cell.column);
      if (td) show(td, cell);
    }
    return true;
  }
  function show(td, cell) {
    const fixed = ["top", "left"].map((side) => (td.style[side] ? `${side}:${td.style[side]};` : "")).join("");
    const figures = [...td.querySelectorAll("figure")];
    td.style.cssText = cell.style + fixed;
    td.classList.toggle("odd", cell.odd);
    if (cell.odd) td.setAttribute("aria-invalid", "true"); else td.removeAttribute("aria-invalid");
    write(td, "");
    if (td.dataset.kind === "check") {
      td.innerHTML = '<span aria-hidden="true"></span><span class="hidden"></span>';
      td.firstChild.textContent = cell.text === "TRUE" ? "☑" : "☐";
      td.lastChild.textContent = cell.text === "TRUE" ? "ticked" : "not ticked";
    } else if (cell.link) {
      const a = document.createElement("a");
      a.href = cell.link; a.tabIndex = -1; a.textContent = cell.text;
      td.append(a);
    } else write(td, cell.text);
    if (cell.raw !== cell.text) td.dataset.raw = cell.raw; else delete td.dataset.raw;
    td.append(...figures);
    if (td === active) raw.textContent = content(td);
  }

  // Replace what a cell says; the arrow of its dropdown stays.
  function write(td, words) {
    const arrow = td.querySelector(".arrow");
    td.textContent = words;
    if (arrow) td.prepend(arrow);
  }

  // What was typed can be taken back, cell by cell, until the page is left.
  const typed = [];
  async function type(td, words, old) {
    typed.push([row(td), column(td), old]);
    const good = await act({ action: "type", row: row(td), column: column(td), text: words });
    if (!good) typed.pop();
    return good;
  }
  function undo() {
    const last = typed.pop();
    if (!last) { say("There is nothing to take back on this page.", 4); return; }
    go(find(last[0], last[1]));
    act({ action: "type", row: last[0], column: last[1], text: last[2] });
  }

  function edit(start) {
    if (!grid.dataset.action || editor) return;
    if (isShut(active)) { say("This cell is protected. You cannot edit it."); return; }
    const td = active;
    const kind = td.dataset.kind;
    if (kind === "check") { act({ action: "type", row: row(td), column: column(td), text: td.querySelector(".hidden").textContent === "ticked" ? "FALSE" : "TRUE" }); return; }
    const old = content(td);
    const offered = td.dataset.list ? [...document.getElementById(td.dataset.list).options].map((o) => o.value) : [];
    let touched = start !== undefined;
    editor = document.createElement("input");
    editor.autocomplete = "off";
    if (offered.length) {
      // An empty field offers everything; what stands in the cell stays unless something is chosen or typed.
      editor.setAttribute("list", td.dataset.list);
      editor.placeholder = old;
      editor.value = start === undefined ? "" : start;
    } else {
      if (kind === "date") editor.placeholder = "10/14/2026";
      editor.value = start === undefined ? old : start;
    }
    editor.addEventListener("input", () => { touched = true; });
    editor.setAttribute("aria-label", name(td));
    td.classList.add("editing");
    td.append(editor);
    editor.focus();
    try { if (offered.length && start === undefined) editor.showPicker(); } catch { /* it opens by typing as well */ }
    let done = false;
    // Moving on does not wait for the server. A refused value is put back, and the reason is shown.
    const close = async (keep, down, right) => {
      if (done) return;
      done = true;
      const begun = offered.filter((o) => o.toLowerCase().startsWith(editor.value.toLowerCase()));
      const value = editor.value && begun.length === 1 ? begun[0] : editor.value;
      editor.remove();
      editor = null;
      td.classList.remove("editing");
      if (keep && (down || right)) move(down, right); else go(td);
      if (!keep || !touched || value === old) return;
      const before = td.innerHTML;
      write(td, value);
      const good = await type(td, value, old);
      if (!good) { td.innerHTML = before; say(name(td) + ": " + said.textContent, 8); if (!editor) go(td); }
    };
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); close(true, event.shiftKey ? -1 : 1, 0); }
      else if (event.key === "Tab") { event.preventDefault(); close(true, 0, event.shiftKey ? -1 : 1); }
      else if (event.key === "Escape") { event.preventDefault(); close(false, 0, 0); }
      event.stopPropagation();
    });
    editor.addEventListener("blur", () => close(true, 0, 0));
  }

  grid.addEventListener("mousedown", (event) => {
    const td = event.target.closest("td");
    if (!td || event.target === editor || event.target.closest("a")) return;
    if (td === active && !editor && td.dataset.kind && td.dataset.kind !== "date") { event.preventDefault(); edit(); return; }
    event.preventDefault();
    if (editor) editor.blur();
    go(td);
  });
  grid.addEventListener("dblclick", (event) => { if (event.target.closest("td") === active && !editor) edit(); });
  grid.addEventListener("keydown", (event) => {
    if (editor || !active) return;
    const link = active.querySelector("a");
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [20, 0], PageUp: [-20, 0] };
    if (event.altKey && event.shiftKey && event.code === "KeyI") document.getElementById("insert")?.click();
    else if (event.altKey && event.shiftKey && event.code === "KeyD") document.getElementById("delete")?.click();
    else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) undo();
    else if (steps[event.key]) move(...steps[event.key]);
    else if (event.key === "Home") go(event.ctrlKey ? find(0, 0) : at(active.parentElement, 0));
    else if (event.key === "End") go(active.parentElement.lastElementChild);
    else if (event.key === "Enter" && link && event.altKey) link.click();
    else if (event.key === "Enter" || event.key === "F2" || (event.key === " " && active.dataset.kind === "check")) edit();
    else if ((event.key === "Delete" || event.key === "Backspace") && grid.dataset.action) {
      if (isShut(active)) say("This cell is protected. You cannot edit it.");
      else type(active, "", content(active));
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) edit(event.key);
    else return;
    event.preventDefault();
  });
  grid.addEventListener("focusin", (event) => { const td = event.target.closest("td"); if (td && td !== active && !editor) go(td, false); });

  const press = (id, what) => document.getElementById(id)?.addEventListener("click", what);
  press("insert", () => act({ action: "insert", row: row(active) }));
  press("delete", () => {
    const filled = [...active.parentElement.cells].slice(1).some((td) => content(td));
    if (!filled || confirm(`Delete row ${row(active) + 1} and what is in it?`)) act({ action: "delete", row: row(active) });
  });
  press("up", () => act({ action: "sort", column: column(active) }));
  press("down", () => act({ action: "sort", column: column(active), descending: true }));
  press("rename", () => {
    const title = prompt("The tab's new name", grid.dataset.title);
    if (title !== null) act({ action: "rename", title });
  });

  // A link may name the cell to go to, once: #gid=107&range=A5.
  const asked = /^([A-Z]{1,3})(\d+)$/.exec(here.searchParams.get("range") || "");
  if (asked) {
    const letters = [...asked[1]].reduce((sum, each) => 26 * sum + each.charCodeAt(0) - 64, 0);
    sessionStorage.setItem(key, Number(asked[2]) - 1 + " " + (letters - 1));
    here.searchParams.delete("range");
    history.replaceState(null, "", here);
  }
  const [r, c] = (sessionStorage.getItem(key) || "0 0").split(" ").map(Number);
  go(find(r, c) || grid.querySelector("td"), !!sessionStorage.getItem(key));
})();
