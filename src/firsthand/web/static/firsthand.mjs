// What the pages do by pointer and keyboard. Everything here can be done without it, by links and forms.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const sheet = document.querySelector("[data-sheet]");

// All that one source said lights up while one of its statements, or its note, is pointed at or has the focus.

let kept = null;

function light(source) {
  for (const one of all("[data-sheet] [data-source]")) {
    one.classList.toggle("lit", source !== null && source !== "" && one.dataset.source === source);
  }
}

function pair(statement) {
  for (const one of all("[data-sheet] [data-statement]")) {
    one.classList.toggle("lit", one.dataset.statement === statement || (kept !== null && one.dataset.source === kept));
  }
}

function pointed(event) {
  const on = event.target.closest?.("[data-statement]");
  if (!on) return light(kept);
  if (on.dataset.source) light(on.dataset.source);
  else pair(on.dataset.statement);
}

if (sheet) {
  for (const type of ["mouseover", "focusin"]) sheet.addEventListener(type, pointed);
  sheet.addEventListener("mouseleave", () => light(kept));
  sheet.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-statement]");
    if (mark && getSelection().isCollapsed) go(notes().findIndex((n) => n.dataset.statement === mark.dataset.statement), true);
  });
}

// j and k go through the statements that are shown, in their order.

const notes = () => all("[data-sheet] .note").filter((n) => !n.closest("[hidden]") && !n.hidden);
let at = -1;

function go(number, keep = false) {
  const shown = notes();
  if (!shown.length) return;
  at = Math.max(0, Math.min(number, shown.length - 1));
  for (const one of all(".here[data-statement]")) one.classList.remove("here");
  const note = shown[at];
  const mark = document.querySelector(`mark[data-statement="${CSS.escape(note.dataset.statement)}"][id]`);
  for (const one of [note, mark]) one?.classList.add("here");
  const seen = mark ?? note;
  if (!keep) seen.scrollIntoView({ block: "center" });
  (mark ?? note.querySelector(".no"))?.focus({ preventScroll: true });
}

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

const keys = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  o: () => {
    const more = notes()[at]?.querySelector("details");
    if (more) more.open = !more.open;
  },
  s: () => {
    const source = notes()[at]?.dataset.source || null;
    kept = kept === source ? null : source;
    light(kept);
  },
  "/": () => document.querySelector("input[type=search]:not([hidden]), textarea")?.focus(),
  "?": () => told().showModal(),
  Escape: () => {
    kept = null;
    at = -1;
    light(null);
    for (const one of all(".here[data-statement]")) one.classList.remove("here");
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (!act) return;
  if (event.key !== "Escape") event.preventDefault();
  act();
});

function told() {
  const there = document.querySelector("dialog.told-keys");
  if (there) return there;
  const box = document.createElement("dialog");
  box.className = "told-keys";
  box.setAttribute("aria-labelledby", "told-keys");
  const head = document.createElement("h2");
  head.id = "told-keys";
  head.textContent = "Keys";
  const list = document.createElement("dl");
  list.className = "words";
  const rows = [["j  k", "the next statement, the one before"], ["o", "how it came here"], ["s", "keep all that this source said lit"], ["/", "to the field of the page"], ["?", "these keys"], ["Esc", "let go of everything"]];
  for (const [key, what] of rows) {
    const dt = document.createElement("dt");
    for (const one of key.split("  ")) {
      const kbd = document.createElement("kbd");
      kbd.textContent = one;
      dt.append(kbd, " ");
    }
    const dd = document.createElement("dd");
    dd.textContent = what;
    list.append(dt, dd);
  }
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.textContent = "Close";
  form.append(close);
  box.append(head, list, form);
  document.body.append(box);
  return box;
}

// Some of the statements: by the sort of source, the certainty, a word.

const sift = document.querySelector("[data-sift]");
if (sift && sheet) {
  sift.hidden = false;
  for (const one of all("[data-keys]")) one.hidden = false;
  const tag = sift.querySelector("[data-sift-tag]");
  const certainty = sift.querySelector("[data-sift-certainty]");
  const words = sift.querySelector("[data-sift-words]");
  const count = sift.querySelector("[data-sift-count]");
  const marked = new Map();
  for (const mark of all("mark[data-statement]", sheet)) {
    const id = mark.dataset.statement;
    marked.set(id, [...(marked.get(id) ?? []), mark]);
  }
  const apply = () => {
    const asked = words.value.trim().toLowerCase();
    const every = all(".note", sheet);
    let shown = 0;
    for (const note of every) {
      const marks = marked.get(note.dataset.statement) ?? [];
      const said = marks.map((m) => m.textContent).join(" ") + note.textContent + (note.closest(".listed .row")?.textContent ?? "");
      const fits = (!tag.value || note.dataset.tag === tag.value) && (!certainty.value || note.dataset.certainty === certainty.value) && (!asked || said.toLowerCase().includes(asked));
      note.hidden = !fits;
      const row = note.closest(".listed > .row");
      if (row) row.hidden = !fits;
      for (const mark of marks) mark.classList.toggle("dim", !fits);
      if (fits) shown += 1;
    }
    at = -1;
    count.textContent = shown === every.length ? "" : `${shown} of ${every.length}`;
  };
  sift.addEventListener("input", apply);
  sift.addEventListener("submit", (event) => event.preventDefault());
}

// A span by selecting: offsets are counted in code points of the stored text, from where the paragraph begins.

const points = (words) => [...words].length;

function offset(node, inside) {
  const home = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!home) return null;
  const before = document.createRange();
  before.setStart(home, 0);
  before.setEnd(node, inside);
  return Number(home.dataset.start) + points(before.toString());
}

let last = null;
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (chosen.isCollapsed || !chosen.rangeCount) return;
  const range = chosen.getRangeAt(0);
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  if (start !== null && end !== null && end > start) last = { start, end, words: range.toString() };
});

for (const form of all("[data-mend]")) {
  const take = form.querySelector("[data-take]");
  if (!take || !document.querySelector("[data-start]")) continue;
  take.hidden = false;
  take.addEventListener("click", () => {
    if (!last) {
      form.querySelector("[data-words]").textContent = "Select the words in the text first, then press this.";
      return;
    }
    const pairs = all(".pair", form);
    for (const one of pairs.slice(1)) one.remove();
    pairs[0].querySelector("[name=start]").value = last.start;
    pairs[0].querySelector("[name=end]").value = last.end;
    form.querySelector("[data-words]").textContent = last.words;
  });
}

// An arrow of a picture leads to evidence that may be folded up; the same for what an address names.

function unfold() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const folded = target?.closest("details");
  if (folded) folded.open = true;
  target?.scrollIntoView({ block: "nearest" });
}
addEventListener("hashchange", unfold);
unfold();

// How far it is that is being added: the page is asked for anew when something became of it.

const progress = document.querySelector("[data-events]");
if (progress) {
  const events = new EventSource(progress.dataset.events);
  events.addEventListener("state", () => {
    events.close();
    location.reload();
  });
  events.addEventListener("outcome", (event) => {
    const { what, location: place, key } = JSON.parse(event.data);
    progress.textContent = `${place ?? key}: ${what}`;
  });
}
