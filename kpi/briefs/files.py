"""The files that a brief can be, by their ending, and how one is written without harm to anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kpi.briefs import office_files, page, text
from kpi.briefs.content import Brief
from kpi.results.export import write_bytes
from kpi.vocabulary.errors import KpiError
from kpi.wording.wording import Wording

ENDINGS = (".docx", ".pptx", ".html", ".md")
MIMES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".html": "text/html",
    ".md": "text/markdown",
}
_IS_BRIEF: dict[str, Callable[[bytes], bool]] = {
    ".docx": office_files.is_brief, ".pptx": office_files.is_brief, ".html": page.is_brief, ".md": text.is_brief,
}  # fmt: skip


def made(brief: Brief, words: Wording, ending: str, charts: Sequence[str] | None = None) -> bytes:
    """The brief as a file with that ending; `charts` are the indicators whose years are drawn in office files."""
    if ending == ".docx":
        from kpi.briefs.document import docx_bytes

        return docx_bytes(brief, words, charts)
    if ending == ".pptx":
        from kpi.briefs.slides import pptx_bytes

        return pptx_bytes(brief, words, charts)
    return page.html_bytes(brief, words) if ending == ".html" else text.markdown_bytes(brief, words)


def ending_of(path: Path | None) -> str:
    """The ending that says which file is asked for; text on standard output. KpiError for one that there is not."""
    if path is None:
        return ".md"
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise KpiError(f"-o {path}: 写不了这种文件，文件名应以 {'、'.join(ENDINGS)} 之一结尾")
    return ending


def write(data: bytes, path: Path | None) -> None:
    """Puts a brief in its file in one step; KpiError where something else stands there, which is left as it is."""
    if path is not None and path.is_file() and not _IS_BRIEF[path.suffix.lower()](path.read_bytes()):
        raise KpiError(f"-o {path}: 已有这个文件，而且不是 kpi brief 写的，没有改动；请换一个文件名")
    write_bytes(data, path)
