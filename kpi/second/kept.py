"""The answers of models, kept for good: they cost money, and what is made of them never changes.

An append-only file of JSON lines beside the corrections (what is in the data folder may be deleted), a line an answer,
with the model and host that gave it, the wording of the prompt, the digests of the report and of the piece of its text
that was asked about, and when. A build takes what stands here and asks nothing. Asking again adds a line; of the same
piece the last one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from kpi.results.ledger import Ledger, Lines, read_line
from kpi.second.answers import Answered, Unread, claims_of
from kpi.second.claims import Claim, Testimony, Trust
from kpi.settings.config import Config
from kpi.settings.second_reader import SecondReader
from kpi.vocabulary.model import report_id

CUT_SHORT = "回答太长，被服务器截断；在 config.yaml 的 second_reader 里放宽 answer_tokens 再问"

_NUMBERS = ("number", "of", "asked_tokens", "answered_tokens")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, about the piece `number` of the `of` pieces of a report.

    `report` is the digest of the report's file, `path` what tables called it, `text` the digest of all its text and
    `piece` that of the piece. `cut` where the server cut the answer short.
    """

    at: str
    model: str
    host: str
    prompt: str
    report: str
    path: str
    text: str
    piece: str
    number: int
    of: int
    answer: str
    cut: bool = False
    asked_tokens: int = 0
    answered_tokens: int = 0


def answer_of(line: bytes) -> Answer:
    """The answer that a line holds; ValueError or TypeError where it holds none."""
    answer = Answer(**read_line(line))
    texts = (each.name for each in fields(Answer) if each.name not in (*_NUMBERS, "cut"))
    if not all(type(getattr(answer, name)) is str for name in texts):
        raise ValueError("应为文字")
    if not all(type(getattr(answer, name)) is int for name in _NUMBERS) or type(answer.cut) is not bool:
        raise ValueError("应为整数")
    return answer


def ledger_of(config: Config) -> Ledger[Answer]:
    """The file of all answers of a project."""
    return Ledger(config.answers, "第二读者的回答", answer_of)


def load(config: Config) -> Lines[Answer]:
    """All answers that were kept, of whatever model."""
    return ledger_of(config).read()


def keep(config: Config, answer: Answer) -> None:
    """Adds an answer; it is on the disk when this returns."""
    ledger_of(config).append(lambda: [asdict(answer)])


def now() -> str:
    """The time as a line has it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def in_force(answers: Iterable[Answer], model: str) -> Mapping[str, tuple[Answer, ...]]:
    """The answers of a model that count, by the digest of the report, in the order of its pieces.

    Of a piece the last answer counts. Where the text was cut or read otherwise since, the last cut of which all
    pieces are answered counts, else the last one: a piece that is not asked yet costs no answer that is there.
    """
    cuts: dict[str, dict[tuple[str, int], dict[int, Answer]]] = defaultdict(dict)
    for answer in answers:
        if answer.model == model:
            of_report = cuts[answer.report]
            cut = (answer.text, answer.of)
            pieces = of_report.pop(cut, {})
            of_report[cut] = {**pieces, answer.number: answer}  # the cut that was answered last stands last
    return {report: _last_whole(of_report) for report, of_report in cuts.items()}


def _last_whole(cuts: Mapping[tuple[str, int], Mapping[int, Answer]]) -> tuple[Answer, ...]:
    tried = list(cuts.items())
    whole = [pieces for (_, of), pieces in tried if len(pieces) == of]
    chosen = whole[-1] if whole else tried[-1][1]
    return tuple(chosen[number] for number in sorted(chosen))


def said_in(answers: Iterable[Answer]) -> Answered:
    """All that the answers about one report claim, rows counted through, and what of them could not be read."""
    claims: list[Claim] = []
    unread: list[Unread] = []
    for answer in answers:
        found = claims_of(answer.answer, answer.model, report_id(answer.report), len(claims) + len(unread) + 1)
        claims += found.claims
        unread += found.unread
        unread += [Unread(0, CUT_SHORT)] if answer.cut else []
    return Answered(tuple(claims), tuple(unread))


def heard(lines: Lines[Answer], reader: SecondReader | None) -> dict[str, Testimony]:
    """What the model of the config says of each report, by the digest of its file; nothing where there is no model."""
    if reader is None:
        return {}
    counted = in_force((answer for _, answer in lines.entries), reader.model)
    return {
        report: Testimony(reader.model, Trust(reader.trust), said_in(answers).claims)
        for report, answers in counted.items()
    }
