"""`python -m tests.vulnerabilities`: whether a pinned version of a package has a vulnerability that is known.

pip-audit asks the public database of open-source vulnerabilities (OSV) about every pin. Where that cannot be reached,
as behind the wall of an office, nothing is known: this says so and passes. What is found fails, with the version that
mends it. One may become known on a day when nobody changed anything: whoever looked at it and found that it touches
nothing here adds it to `ACCEPTED`, and it passes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi.bootstrap import ROOT

PINS = ("requirements.txt", "requirements-dev.txt")
SECONDS = 15
_HERE = "tests/vulnerabilities.py"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Why a vulnerability touches nothing that is done here, and the day on which somebody looked (ISO 8601)."""

    why: str
    on: str


ACCEPTED: dict[str, Accepted] = {}
"""Vulnerabilities that pass, by one of their ids: `"CVE-2026-0001": Accepted("only its server, …", "2026-11-30")`."""

_NOT_REACHED = re.compile(
    r"^(?:requests\.exceptions\.\w+|.*Could not connect|pip_audit\._service\.interface\.\w*Error)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of asking: `reached` is whether there was an answer, `found` a line for each vulnerability, `accepted`
    for each that passes, `needless` the entries of `ACCEPTED` that are known of no pin, `asked` how many packages were
    asked about, `why` what went wrong.
    """

    reached: bool
    found: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    needless: tuple[str, ...] = ()
    asked: int = 0
    why: str = ""


def audit(files: Sequence[Path], url: str = "") -> Audit:
    """Asks about the pins of these files; `url` is another place than the public one. RuntimeError where they cannot be
    read.
    """
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", "osv", "--disable-pip", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", str(SECONDS), *(["--osv-url", url] if url else [])]
    command += [part for file in files for part in ("--requirement", str(file))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        if _NOT_REACHED.search(done.stderr):
            return Audit(False, why=last)
        raise RuntimeError(last) from None
    return _judged(packages)


def _judged(packages: Sequence[dict[str, Any]]) -> Audit:
    found, accepted, used = [], [], set()
    for package in packages:
        if "skip_reason" in package:
            raise RuntimeError(f"{package['name']}: {package['skip_reason']}")
        for each in package["vulns"]:
            told = f"{package['name']} {package['version']}: {each['id']}"
            names = [name for name in (each["id"], *each["aliases"]) if name in ACCEPTED]
            if names:
                entry = ACCEPTED[names[0]]
                accepted.append(f"{told}, accepted on {entry.on}: {entry.why}")
                used.update(names)
                continue
            mended = ", ".join(each["fix_versions"]) or "no version yet"
            found.append(f"{told}, mended in {mended}: {each['description']}")
    return Audit(
        True, tuple(found), tuple(accepted), tuple(name for name in ACCEPTED if name not in used), len(packages)
    )


def main(files: Sequence[str] = PINS, url: str = "") -> int:
    done = audit([ROOT / file for file in files], url)
    if not done.reached:
        print(f"NOT CHECKED: the database of known vulnerabilities cannot be reached from here ({done.why[:200]})")
        return 0
    for line in (*done.found, *done.accepted):
        print(line[:300])
    for name in done.needless:
        print(f"{name}: no pin has it any more; take it out of ACCEPTED")
    passed = f", {len(done.accepted)} of them accepted" if done.accepted else ""
    print(f"{done.asked} packages, {len(done.found) + len(done.accepted)} known vulnerabilities{passed}")
    if done.found:
        print(f"Pin a version that mends it or, where it touches nothing here, add it to ACCEPTED in {_HERE}.")
    return int(bool(done.found))


if __name__ == "__main__":
    raise SystemExit(main())
