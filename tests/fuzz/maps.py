"""Maps that nobody would write: `config.yaml` spoiled, and made to be too large, too deep or endless."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random

from kpi.settings.shipped import shipped_map
from tests.fuzz.mutations import ODD, text_spoiled
from tests.fuzz.originals import words_in
from tests.samples import CONFIG

_WITH_ALL = """\
limits: {seconds: 60, megabytes: 512}
second_reader: {base_url: http://127.0.0.1:8000/v1, model: m, key_env: KPI_MODEL_KEY, reports: waiting, trust: propose}
corrections: corrections.jsonl
notes: notes.jsonl
"""


@cache
def originals() -> tuple[bytes, ...]:
    """Whole maps: a small one, one with every section, the one that comes with the program."""
    return tuple(text.encode() for text in (CONFIG, CONFIG + _WITH_ALL, shipped_map()))


def made(chance: Random) -> tuple[str, bytes]:
    """A spoiled map: its bytes, or its lines, or the values that stand in it."""
    whole = chance.choice(originals()[:2] if chance.random() < 0.9 else originals())
    how = chance.random()
    if how < 0.45:
        data = text_spoiled(chance, whole, originals(), words_in("map"))
    elif how < 0.65:
        data = _lines(chance, whole.decode()).encode("utf-8", "surrogatepass")
    else:
        data = _values(chance, whole.decode()).encode("utf-8", "backslashreplace")
    return "config.yaml", data


def _lines(chance: Random, text: str) -> str:
    """Lines gone, moved, there twice, or standing deeper."""
    lines = text.split("\n")
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        act = chance.randrange(5)
        if act == 0:
            lines.insert(to, lines[at])
        elif act == 1 and len(lines) > 2:
            del lines[at]
        elif act == 2:
            lines[at] = chance.choice((" ", "  ", "\t", "      ")) + lines[at]
        elif act == 3:
            lines[at] = lines[at].lstrip()
        else:
            lines[at], lines[to] = lines[to], lines[at]
    return "\n".join(lines)


def _values(chance: Random, text: str) -> str:
    """Words of the map replaced: by values of another kind, names, patterns with many gaps."""
    import re

    words = list(re.finditer(r"[\w\u4e00-\u9fff%]+|\[[^\]\n]*\]|\{[^}\n]*\}", text))
    for match in sorted(
        chance.sample(words, min(len(words), chance.choice((1, 1, 2, 4)))), key=lambda each: -each.start()
    ):
        text = text[: match.start()] + _value(chance) + text[match.end() :]
    return text


def _value(chance: Random) -> str:
    if chance.random() < 0.4:
        return str(chance.choice(ODD))
    word = chance.choice(("投资", "完成", "…", "…", "{}", "<数>", "GDP", "a", "(", "*", "亿元", "年", "，"))
    return chance.choice(
        (
            f'"{word * chance.choice((1, 3, 60))}"',
            f"[{word}, {word}]",
            f"{{{word}: {word}}}",
            f'"{"".join(chance.choice(("投资", "…", "完成", "{数}", " ")) for _ in range(12))}"',
            word,
        )
    )


def specials() -> Mapping[str, bytes]:
    """Maps made by hand, by what they are."""
    head, rest = CONFIG[: CONFIG.index("indicators:")], CONFIG[CONFIG.index("cues:") :]

    def indicator(name: str, aliases: str, more: str = "") -> str:
        kind = "group: economy, dimension: money, unit: 亿元, good: up"
        return f"  {name}: {{zh: {name}, en: {name}, {kind}, aliases: [{aliases}]{more}}}\n"

    def with_indicators(entries: str) -> bytes:
        return f"{head}indicators:\n{entries}{rest}".encode()

    gaps = "…".join("增长完成投资项目" * 4)
    laughs = "a: &a [x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [{f'*{chr(97 + at)}, ' * 20}]\n" for at in range(20)
    )
    return {
        "ten thousand indicators": with_indicators(
            "".join(f"  i{at}: {{zh: 指{at}, en: a, group: economy, dimension: money, unit: 亿元, good: up, aliases: [指{at}]}}\n" for at in range(10_000))
        ),
        "ten thousand indicators of one name": with_indicators(indicator("gdp", "GDP") * 8_000),
        "ten thousand indicators with one alias": with_indicators("".join(indicator(f"i{at}", "投资") for at in range(7_000))),
        "fifty thousand aliases": with_indicators(indicator("gdp", ", ".join(f"指标{at}" for at in range(50_000)))),
        "an alias of a hundred thousand letters": with_indicators(indicator("gdp", "投资" * 50_000)),
        "aliases of one letter": with_indicators(indicator("gdp", "一, 二, 亿, 年, 元, 万, 0, 1, a, '%'")),
        "patterns of many gaps": with_indicators(indicator("gdp", "GDP", f", patterns: ['{gaps}', '…{gaps}…']")),
        "a thousand patterns": with_indicators(indicator("gdp", "GDP", ", patterns: [" + ", ".join(f"投资…完成{at}…亿元" for at in range(1000)) + "]")),
        "words that are patterns elsewhere": with_indicators(indicator("gdp", "'(a+)+$', '[', '.*.*.*', '\\\\', '(?P<a>', '{1,99999}'")),
        "twenty thousand forbidding words": with_indicators(indicator("gdp", "GDP", ", forbid: [" + ", ".join(f"某{at}" for at in range(20_000)) + "]")),
        "ten thousand zones": CONFIG.replace("zones:\n", "zones:\n" + "".join(f"  某{at}经济开发区: {{en: a, aliases: [某{at}]}}\n" for at in range(10_000))).encode(),
        "five thousand reports": CONFIG.replace("[reports]", "[" + ", ".join(f"r{at}" for at in range(5_000)) + "]").encode(),
        "anchors of anchors": laughs.encode(),
        "an anchor of itself": b"a: &a [*a]\nversion: 1\n",
        "a key twice": CONFIG.replace("version: 1\n", "version: 1\nversion: 1\n" * 3).encode(),
        "ten thousand keys twice": (CONFIG + "x: 1\n" * 10_000).encode(),
        "lists in lists": b"reports: " + b"[" * 200_000,
        "maps in maps": b"a: " + b"{a: " * 100_000,
        "steps to the right": b"".join(b" " * at + b"a:\n" for at in range(1_300)),
        "an open quote": CONFIG.replace("zh: 综合经济", 'zh: "综合经济').encode(),
        "dashes alone": b"- " * 400_000,
        "question marks alone": b"? " * 300_000,
        "control signs alone": b"\x01" * 400_000,
        "a megabyte": b"# " + b"x" * 1_000_001,
        "bytes alone": bytes(range(256)) * 100,
        "a tag that runs": b"version: !!python/object/apply:os.system ['true']\n",
        "merge keys": b"a: &a {b: 1}\nversion: {<<: *a}\n",
    }  # fmt: skip
