"""`python3 -m tests [pytest's arguments]`: sets up what the tests need and runs every check.

pytest runs last, so that its summary closes the output; a check that failed before it is named once more
after it. The exit status is 0 only if all passed; a run that collects no test fails.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from kpi.bootstrap import DEVELOPMENT, ROOT, prepare

# import-linter has no `python -m`; this is what its own script does.
_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

CHECKS = {
    "ruff format --check .": ("-m", "ruff", "format", "--check", "."),
    "ruff check .": ("-m", "ruff", "check", "."),
    "mypy": ("-m", "mypy"),
    "lint-imports --no-logo": ("-c", _LINT_IMPORTS, "--no-logo"),
    "python -m tests.vulnerabilities": ("-m", "tests.vulnerabilities"),
}


def main(arguments: list[str]) -> int:
    failed = [name for name, command in CHECKS.items() if _run(name, command)]
    status = _run(" ".join(["pytest", *arguments]), ["-m", "pytest", *arguments])
    for name in failed:
        print(f"FAILED, see above: {name}", flush=True)
    return status or int(bool(failed))


def _run(shown: str, command: Sequence[str]) -> int:
    print("$", shown, flush=True)
    return subprocess.call([sys.executable, *command], cwd=ROOT)


if __name__ == "__main__":
    prepare("tests", DEVELOPMENT)
    raise SystemExit(main(sys.argv[1:]))
