"""What the program is made of besides itself: licences, and vulnerabilities that are known."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import Distribution, version
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests import licences, vulnerabilities
from tests.licences import Licence, problem

# Licences


def test_the_table_is_that_of_the_packages_that_are_installed() -> None:
    written, made = (text.splitlines() for text in (licences.TABLE.read_text("utf-8"), licences.table()))
    assert [line for line in made if line not in written] == [], "run `python -m tests.licences`"
    assert re.findall(r"^\| ([\w.-]+) \| \d", "\n".join(written), re.MULTILINE) == sorted(licences.pins())


def test_no_package_asks_for_more_than_that_its_licence_is_kept() -> None:
    assert [told for each in licences.licences() if (told := problem(each))] == []


def test_what_is_listed_is_what_is_installed() -> None:
    assert {each.name: version(each.name) for each in licences.licences()}.items() <= licences.pins().items()
    assert len(list(licences.licences())) > 40


def test_no_exception_is_listed_in_vain() -> None:
    found = {each.name: each for each in licences.licences()}
    for name, (expression, _) in licences.BY_FILE.items():
        assert expression in found[name].expression
    if sys.platform == "linux":  # the wheels of other systems hold other libraries
        for name, listed in licences.BESIDE.items():
            assert {each for each, _ in listed} == set(found[name].beside)


# a package, its licence, what is in it besides; whether it passes
LICENCES = [
    ("a", "MIT", (), True),
    ("a", "Apache-2.0 OR BSD-2-Clause", (), True),
    ("a", "GPL-3.0-only OR MIT", (), True),
    ("a", "MIT AND (GPL-2.0-only OR Apache-2.0)", (), True),
    ("a", "GPL-3.0-or-later", (), False),
    ("a", "AGPL-3.0-only", (), False),
    ("a", "LGPL-2.1-or-later", (), False),
    ("a", "MIT AND LGPL-2.1-or-later", (), False),
    ("a", "MPL-2.0", (), False),
    ("certifi", "MPL-2.0", (), True),
    ("certifi", "MPL-2.0 AND GPL-3.0-only", (), False),
    ("orjson", "MPL-2.0 AND (Apache-2.0 OR MIT)", (), True),
    ("a", "EUPL-1.2", (), False),
    ("a", "BSD-3-Clause", ("LGPL-2.1-or-later",), False),
    ("numpy", "BSD-3-Clause", ("LGPL-2.1-or-later",), True),
    ("numpy", "BSD-3-Clause", ("GPL-3.0-or-later",), False),
]


@pytest.mark.parametrize(("name", "expression", "beside", "passes"), LICENCES)
def test_which_licences_pass(name: str, expression: str, beside: tuple[str, ...], passes: bool) -> None:
    assert (problem(Licence(name, "1", expression, beside)) == "") is passes


# what a package says of itself; the expression, none where somebody has to look
METADATA = [
    ("License-Expression: MIT", "MIT"),
    ("License: Apache License 2.0", "Apache-2.0"),
    ("License: see the file\nClassifier: License :: OSI Approved :: BSD License", "BSD-3-Clause"),
    ("License: GPLv3", None),
    ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", None),
    ("", None),
]


@pytest.mark.parametrize(("said", "expression"), METADATA)
def test_what_a_package_says_of_its_licence(said: str, expression: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "a-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: a\nVersion: 1\n{said}\n", encoding="utf-8")
    package = Distribution.at(folder)
    if expression:
        assert licences.expression_of(package) == expression
    else:
        with pytest.raises(LookupError, match="a: "):
            licences.expression_of(package)


# Vulnerabilities that are known


class Database(BaseHTTPRequestHandler):
    """Stands in for the public database."""

    status: ClassVar[int] = 200
    page: ClassVar[bytes] = b""
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(query)
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.page or json.dumps(KNOWN.get(query["package"]["name"], {})).encode())

    def log_message(self, *_: object) -> None:
        pass


KNOWN = {
    "six": {
        "vulns": [
            {
                "id": "PYSEC-0000-1", "aliases": ["CVE-0000-1"],
                "summary": "It does what it should not.", "published": "2026-01-01T00:00:00Z",
                "affected": [{"package": {"name": "six", "ecosystem": "PyPI"},
                              "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9"}]}]}],
            }
        ]
    }
}  # fmt: skip
HASH = "--hash=sha256:" + "0" * 64


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Database, "status", 200)
    Database.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Database)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()
    running.join()


def pinned(folder: Path, *names: str) -> str:
    path = folder / "pins.txt"
    path.write_text("".join(f"{name} {HASH}\n" for name in names), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("names", "status", "said"),
    [
        (("idna==3.10", "click==8.5.1"), 0, "2 packages, 0 known vulnerabilities"),
        (("idna==3.10", "six==1.17.0"), 1, "six 1.17.0: PYSEC-0000-1, mended in 9.9: It does what it should not."),
    ],
)
def test_what_is_known_is_told_and_fails(
    names: tuple[str, ...], status: int, said: str, database: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert vulnerabilities.main([pinned(tmp_path, *names)], database) == status
    assert said in capfd.readouterr().out
    assert {(each["package"]["name"], each["version"]) for each in Database.asked} == {
        tuple(name.split("==")) for name in names
    }


# an id that was accepted; the status, what is said
ACCEPTED = [
    ("PYSEC-0000-1", 0, "six 1.17.0: PYSEC-0000-1, accepted on 2026-11-30: only where it is asked to"),
    ("CVE-0000-1", 0, "1 known vulnerabilities, 1 of them accepted"),  # another name of it
    ("CVE-0000-2", 1, "add it to ACCEPTED in tests/vulnerabilities.py"),
    ("CVE-0000-2", 1, "CVE-0000-2: no pin has it any more; take it out of ACCEPTED"),
]


@pytest.mark.parametrize(("name", "status", "said"), ACCEPTED)
def test_one_that_somebody_looked_at_passes_and_is_told(
    name: str, status: int, said: str, database: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    entry = vulnerabilities.Accepted("only where it is asked to", "2026-11-30")
    monkeypatch.setattr(vulnerabilities, "ACCEPTED", {name: entry})
    assert vulnerabilities.main([pinned(tmp_path, "six==1.17.0")], database) == status
    assert said in capfd.readouterr().out


def test_what_is_accepted_has_a_reason_and_a_day() -> None:
    for name, entry in vulnerabilities.ACCEPTED.items():
        assert re.fullmatch(r"(CVE|GHSA|PYSEC)-[\w-]+", name) and len(entry.why) > 10, name
        assert date.fromisoformat(entry.on) <= date.today(), name


@pytest.mark.parametrize("how", ["nobody is there", "no such host", "refused", "a page of the office's network"])
def test_where_it_cannot_be_reached_that_is_said_and_passes(
    how: str, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Database, "status", 503 if how == "refused" else 200)
    monkeypatch.setattr(Database, "page", b"<html>Please sign in</html>")
    url = {"nobody is there": "http://127.0.0.1:9/", "no such host": "http://nowhere.invalid/"}.get(how, database)
    assert vulnerabilities.main([pinned(tmp_path, "six==1.17.0")], url) == 0
    out = capfd.readouterr().out
    assert (
        out.startswith("NOT CHECKED: the database of known vulnerabilities cannot be reached") and "known vuln" in out
    )


def test_pins_that_cannot_be_read_are_no_reason_to_pass(database: str, tmp_path: Path) -> None:
    (tmp_path / "pins.txt").write_text("six>=1\n", encoding="utf-8")
    with pytest.raises(RuntimeError):
        vulnerabilities.main([str(tmp_path / "pins.txt")], database)
    assert not Database.asked


def test_all_pins_are_asked_about() -> None:
    dev, runtime = (set(licences.pins(vulnerabilities.ROOT / name)) for name in vulnerabilities.PINS[::-1])
    assert runtime <= dev
