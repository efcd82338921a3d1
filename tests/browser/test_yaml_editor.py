"""The editor of the map alone, in a real browser: what it and the server tell each other, in any order."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
STATIC = ROOT / "dashboard" / "static"

# The server in small: it takes what arrived, changes its text by a form, and draws; words of both are under way for
# any time. At the end all of them arrive, and nothing that was typed or written by the form may be missing.
TALK = """
async ([module, seed]) => {
  const draw = (await import(module)).default;
  let state = seed * 2654435761 % 4294967296;
  const chance = (most) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor(state / 4294967296 * most);
  };
  const server = { text: "a:\\nform:\\nb:\\nc:\\n", revision: 0, seen: 0, arrived: null };
  const to_server = [], to_page = [], typed = [], written = [];
  const root = document.querySelector(".root");
  root.innerHTML = document.querySelector("template").innerHTML;
  const labels = { hint: "", fine: "", problems: "", name: "map", phrases: {} };
  const drawn = () => ({ text: server.text, base: "", revision: `t.${server.revision}`, seen: server.seen,
                         jump: null, problems: [], labels, height: "300px" });
  const component = { data: drawn(), parentElement: root, setTriggerValue: () => {},
                      setStateValue: (name, value) => to_server.push(value) };
  draw(component);
  const view = globalThis.kpiCodeMirror.EditorView.findFromDOM(root);
  const take = () => {
    const draft = server.arrived;
    if (draft && draft.revision === `t.${server.revision}` && draft.serial > server.seen) {
      server.text = draft.text;
      server.seen = draft.serial;
    }
  };
  const acts = {
    type: () => {
      const line = view.state.doc.line([1, 3, 4, view.state.doc.lines][chance(4)]);
      typed.push(`<t${typed.length}>`);
      view.dispatch({ changes: { from: line.to, insert: typed[typed.length - 1] } });
    },
    push: () => view.contentDOM.dispatchEvent(new FocusEvent("blur")),
    arrive: () => { if (to_server.length) server.arrived = to_server.shift(); },
    write: () => {
      take();
      written.push(`<f${written.length}>`);
      server.text = server.text.replace(/^form:.*$/m, `form: ${written[written.length - 1]}`);
      server.revision += 1;
    },
    show: () => { take(); to_page.push(drawn()); },
    see: () => { if (to_page.length) { component.data = to_page.shift(); draw(component); } },
  };
  const names = Object.keys(acts);
  for (let step = 0; step < 60; step += 1) acts[names[chance(names.length)]]();
  for (let round = 0; round < 200; round += 1) for (const name of ["push", "arrive", "show", "see"]) acts[name]();
  return { text: view.state.doc.toString(), server: server.text, typed, form: written.pop() || "" };
}
"""


def test_what_is_typed_and_what_the_server_sets_are_both_kept_in_any_order(browser: Browser, chromium: Path) -> None:
    del chromium
    page = browser.new_page()
    page.set_content(f'<div class="root"></div><template>{_read("yaml_editor.html")}</template>')
    for name in ("codemirror.js", "codemirror_ready.js"):
        page.add_script_tag(content=_read(name).replace("export default function () {}", ""))
    module = "data:text/javascript;base64," + base64.b64encode(_read("yaml_editor.js").encode()).decode()
    try:
        for seed in range(1, 151):
            end = page.evaluate(TALK, [module, seed])
            assert end["text"] == end["server"], seed
            assert end["form"] in end["text"], (seed, end)
            assert [word for word in end["typed"] if end["text"].count(word) != 1] == [], (seed, end)
            assert end["typed"], seed
    finally:
        page.close()


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
