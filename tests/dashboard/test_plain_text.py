"""What is data stands on the page sign for sign: all of it passes `plain` on its way to what reads markdown."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.words.labels import TEXTS
from dashboard.words.plain import JOINER, plain

ROOT = Path(__file__).resolve().parent.parent.parent / "dashboard"

# The arguments that Streamlit 1.67 reads as markdown, by place or name, of each of its functions that are used.
_LABELLED = """
button download_button form_submit_button link_button menu_button checkbox toggle number_input text_input text_area
slider select_slider date_input time_input file_uploader expander popover status selectbox multiselect badge radio pills
segmented_control color_picker feedback
"""
_TEXTS = "markdown caption title header subheader error warning info success toast"
_HELPED = """
Column TextColumn NumberColumn ListColumn LinkColumn CheckboxColumn SelectboxColumn ProgressColumn DateColumn
ImageColumn text code
"""
READ_AS_MARKDOWN: dict[str, set[str]] = {
    **{name: {"0", "label", "help"} for name in _LABELLED.split()},
    **{name: {"0", "body", "help", "title"} for name in _TEXTS.split()},
    **{name: {"help"} for name in _HELPED.split()},
    "spinner": {"0", "text"},
    "progress": {"1", "text"},
    "dialog": {"0", "title"},
    "page_link": {"label", "help"},
    "metric": {"0", "1", "2", "label", "value", "delta", "help"},
    "tabs": {"0", "tabs"},
    "Page": {"title", "help"},
    "image": {"caption", "1"},
}
OPTIONS_READ_AS_MARKDOWN = {"radio", "pills", "segmented_control", "select_slider", "menu_button"}
NEVER = {"write", "table", "latex", "json", "write_stream"}  # each cell or value of them is read as markdown
NUMBERS = {
    "count",
    "line",
    "pages",
    "first",
    "last",
    "total",
    "most",
    "place",
    "shown",
}  # what words() is given of them
SIGNS = {"sign", "icon"}  # the names of what holds icons of ours


class _Module:
    """A module and what of it reaches markdown without `plain`."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        imports = [node for node in self.tree.body if isinstance(node, ast.ImportFrom)]
        self.ours = {
            alias.asname or alias.name
            for node in imports
            if (node.module or "").split(".")[0] in ("dashboard", "kpi")
            for alias in node.names
        }
        self.functions = {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    def goes_round(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            name, owner = node.func.attr, node.func.value
            if isinstance(owner, ast.Name) and owner.id in self.ours | {"context"}:
                continue
            arguments = {str(place): value for place, value in enumerate(node.args)}
            arguments |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            if name in NEVER and isinstance(owner, ast.Name) and owner.id == "st":
                yield node.lineno, ast.unparse(node)
            for where in sorted(READ_AS_MARKDOWN.get(name, set()) & set(arguments)):
                if not self.is_plain(arguments[where]):
                    yield node.lineno, f"{name}({ast.unparse(arguments[where])})"
            shown = arguments.get("format_func")
            if name in OPTIONS_READ_AS_MARKDOWN and not (isinstance(shown, ast.Lambda) and self.is_plain(shown.body)):
                yield node.lineno, f"{name}(format_func={ast.unparse(shown) if shown else None})"

    def is_plain(self, node: ast.expr) -> bool:
        """Whether what comes of an expression is words of ours, numbers, or has passed `plain`."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr():
                return all(map(self.is_plain, node.values))
            case ast.FormattedValue():
                return node.format_spec is not None or self.is_plain(node.value)
            case ast.IfExp():
                return self.is_plain(node.body) and self.is_plain(node.orelse)
            case ast.BoolOp():
                return all(map(self.is_plain, node.values))
            case ast.BinOp():
                return self.is_plain(node.left) and self.is_plain(node.right)
            case ast.List() | ast.Tuple():
                return all(map(self.is_plain, node.elts))
            case ast.ListComp() | ast.GeneratorExp():
                return self.is_plain(node.elt)
            case ast.Attribute():
                return node.attr in SIGNS
            case ast.Subscript():  # a table of icons of ours, or the titles of pages: words and a count
                return any(name in ast.unparse(node.value) for name in ("SIGNS", "BADGES", "titles"))
            case ast.Name():
                return node.id in SIGNS or node.id.isupper() or self._assigned_plain(node)
            case ast.Call():
                return self._gives_plain(node)
        return False

    def _gives_plain(self, call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in ("plain", "len"):
            return True
        if name == "words":
            return all(each.arg in NUMBERS or self.is_plain(each.value) for each in call.keywords)
        if name == "join" and isinstance(call.func, ast.Attribute):
            return self.is_plain(call.func.value) and self.is_plain(call.args[0])
        if name == "strip" and isinstance(call.func, ast.Attribute):
            return self.is_plain(call.func.value)
        if name == "map":
            return ast.unparse(call.args[0]) in ("plain", "parts.plain")
        made = self.functions.get(name) if isinstance(call.func, ast.Name) else None
        returned = [node.value for node in ast.walk(made) if isinstance(node, ast.Return)] if made else []
        return bool(returned) and all(value is not None and self.is_plain(value) for value in returned)

    def _assigned_plain(self, name: ast.Name) -> bool:
        """Whether all that is put under a name in its function is plain."""
        scope: ast.AST = name
        values: list[ast.expr] = []
        while scope in self.parents:
            scope = self.parents[scope]
            if isinstance(scope, ast.FunctionDef):
                values += self._values_of(name.id, scope)
        return bool(values) and all(map(self.is_plain, values))

    def _values_of(self, name: str, scope: ast.FunctionDef) -> Iterator[ast.expr]:
        for node in ast.walk(scope):
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    yield value
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                    yield from (value for each, value in zip(names, values, strict=True) if ast.unparse(each) == name)
                case ast.AugAssign(target=ast.Name(id=found), value=value) if found == name:
                    yield value
                case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                    yield value
                case ast.For(target=target) | ast.comprehension(target=target) | ast.Assign(targets=[target]):
                    if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(target)):
                        yield ast.Set(elts=[])  # of what is gone through, or of a call that gives several: data


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_reaches_markdown_but_through_plain(path: Path) -> None:
    found = [f"{path.relative_to(ROOT)}:{line}: {what}" for line, what in
             _Module(path.read_text(encoding="utf-8")).goes_round()]  # fmt: skip
    assert not found, "wrap it in `plain`:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "round_it"),
    [
        ("st.caption(words('a'))", False),
        ("st.caption(words('a', count=n))", False),
        ("st.caption(words('a', name=n))", True),
        ("st.caption(plain(words('a', name=n)))", False),
        ("st.error(str(error))", True),
        ("column.button(label)", True),
        ("st.button('x', help=told)", True),
        ("st.radio(words('a'), options, format_func=names.get)", True),
        ("st.radio(words('a'), options, format_func=lambda each: plain(names[each]))", False),
        ("st.pills(words('a'), options)", True),
        ("def f():\n    said = plain(x)\n    st.info(f'**{said}** {y:,}')", False),
        ("def f():\n    said = x\n    st.info(f'**{said}**')", True),
        ("def f():\n    for said in x:\n        st.info(said)", True),
        ("st.dialog(name)(f)()", True),
        ("st.table(frame)", True),
        ("def g():\n    return name\nst.markdown(g())", True),
    ],
)
def test_what_goes_round_is_found(source: str, round_it: bool) -> None:
    assert bool(list(_Module(source).goes_round())) == round_it


def test_words_of_ours_hold_no_markup() -> None:
    for language, texts in TEXTS.items():
        marked = {key: text for key, text in texts.items() if set("*`[]$\\") & set(text)}
        assert not marked, language


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**粗**", r"\*\*粗\*\*"),
        ("![图](http://x.example/a.png)", rf"\!\[图\]\(http\:{JOINER}//x.example/a.png\)"),
        ("www.x.example", f"www{JOINER}.x.example"),
        ("a@x.example", f"a@{JOINER}x.example"),
        (":material/flag:", rf"\:{JOINER}material/flag\:"),
        (":red[x]", rf"\:{JOINER}red\[x\]"),
        (":streamlit:", rf"\:{JOINER}streamlit\:"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("$$x^2$$", r"\$\$x^2\$\$"),
        ("a >= b -> c", rf"a \>{JOINER}= b -{JOINER}\> c"),
        ("1. 一\n- 二\n=== 三", "1\\. 一  \n\\- 二  \n\\=== 三"),
        ("一\n\n    二", "一  \n二"),
        ("10:30 12%", r"10\:30 12%"),
        ("255.5 亿元", "255.5 亿元"),
        ("-2.2%", "-2.2%"),
        (" (亿元)", r" \(亿元\)"),
        ("a\u202eb\x1b[31m", r"a\\u202eb\\x1b\[31m"),
        ("\ud800", r"\\ud800"),
        (254, "254"),
    ],
)  # fmt: skip
def test_plain(text: object, shown: str) -> None:
    assert plain(text) == shown
