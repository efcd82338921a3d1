"""A model asked about reports: which of them, piece by piece, what that sends and where, and what came of it.

    plan = plan_asking(config)                             # reads the reports that no answer is kept of; sends nothing
    print(*plan.lines(), sep="\\n")
    for told in ask(plan, config, client_of(config)): ...  # keeps every answer as it comes

Whatever a server does, a run ends: every question has an end, a server that does not answer any more is left alone,
and what is not answered is asked at the next run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue

from kpi.building.apart import extractions_of
from kpi.building.notebook import Paths, find_named, read_reports
from kpi.building.outline import read_outline
from kpi.building.progress import Progress
from kpi.building.readings import Desk, Reading, Task
from kpi.building.report_list import Report
from kpi.building.report_status import reports_of
from kpi.building.stating import find_report
from kpi.building.store import open_build
from kpi.building.survey import Failure, find_survey, shown_path
from kpi.second.answers import schema
from kpi.second.client import LONGEST_WAIT, Client, NoAnswer, Reply, key_of
from kpi.second.kept import Answer, in_force, keep, load, now, said_in
from kpi.second.pieces import Mark, Piece, cut
from kpi.second.prompt import Subject, fill, version
from kpi.settings.config import Config
from kpi.settings.second_reader import ALL, SECTION, WAITING, SecondReader
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Extraction

MOST_SILENT = 3
"""Questions one after the other without an answer, after which a server is left alone."""

NOT_SET_UP = f"没有设第二读者；请在 config.yaml 写上 {SECTION}: {{base_url: 地址, model: 模型名}}，见 README"
_LETTERS_PER_TOKEN = 4  # of Latin letters; a Chinese one is about a token of its own


@dataclass(frozen=True, slots=True)
class Question:
    """One piece of a report and the whole prompt that asks for its figures.

    `report` is the digest of the report's file, `text` that of all its text, `of` how many pieces it has.
    """

    doc: str
    path: str
    report: str
    text: str
    piece: Piece
    of: int
    prompt: str

    @property
    def told(self) -> str:
        """The piece for a person: the report, and which part of it."""
        return self.path if self.of == 1 else f"{self.path}（第 {self.piece.number} 段，共 {self.of} 段）"

    @property
    def tokens(self) -> int:
        """About how many tokens the prompt is."""
        return tokens_in(self.prompt)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would ask: the questions, the reports that answers are kept of already, those that cannot be read."""

    reader: SecondReader
    questions: tuple[Question, ...]
    answered: int = 0
    failed: tuple[Failure, ...] = ()
    is_first: bool = True

    @property
    def tokens(self) -> int:
        return sum(question.tokens for question in self.questions)

    def lines(self) -> list[str]:
        """What is sent where, for a person who has to agree."""
        reader, asked = self.reader, self.questions
        reports = len({question.report for question in asked})
        letters = sum(len(question.piece.text) for question in asked)
        lines = [f"第二读者：{reader.host} 上的 {reader.model}"]
        if self.answered:
            lines.append(f"{self.answered} 份报告的回答已经保存，不再问；要再问一遍请用 --ask-again REPORT")
        if not asked:
            return [*lines, "没有要问的"]
        lines.append(
            f"要把 {reports} 份报告的文字（{len(asked)} 段，{letters:,} 字）连同指标目录发到 {reader.host}，"
            f"约 {self.tokens:,} 个 token，回答另计；一次运行最多 {reader.tokens:,} 个"
        )
        where = "那是这台机器上的服务；它会不会再往外发，由它自己的设置决定"
        lines.append(where if reader.is_local else "报告的文字会离开这台机器；请先确认可以发给对方")
        lines += ["地址是 http，路上没有加密，文字和密钥都可能被看到"] if reader.is_open else []
        return lines


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one question: its answer, with the claims and the rows that could not be read; or why there is none.

    `tokens` is what it took, as far as is known: also for no answer, where the model may have read the question.
    """

    question: Question
    claims: int = 0
    unread: tuple[str, ...] = ()
    reason: str = ""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of the model that is set up: how many answers count, about how many reports."""

    answers: int
    reports: int


@dataclass(slots=True)
class Spending:
    """What a run may still take: what is spent, and what is set apart for the questions that are under way."""

    most: int
    spent: int = 0
    set_apart: int = 0

    def allows(self, tokens: int) -> bool:
        return self.spent + self.set_apart + tokens <= self.most


@dataclass(slots=True)
class _Run:
    """The questions under way, each in a thread that ends with the program, whatever its server does. What it is
    answered the thread keeps, even where nobody waits for it any more.
    """

    answer: Callable[[Question], Told]
    patience: float
    done: SimpleQueue[tuple[int, Told | NoAnswer | KpiError]] = field(default_factory=SimpleQueue)
    under_way: dict[int, tuple[Question, float]] = field(default_factory=dict)

    def begin(self, number: int, question: Question) -> None:
        self.under_way[number] = (question, time.monotonic() + self.patience)
        threading.Thread(target=self._ask, args=(number, question), daemon=True).start()

    def next_done(self) -> tuple[Question, Told | NoAnswer]:
        """The next question that is done, or that was waited for long enough; KpiError where nothing can be kept."""
        while True:
            number, (_, end) = min(self.under_way.items(), key=lambda each: each[1][1])
            try:
                done, made = self.done.get(timeout=max(end - time.monotonic(), 0.0))
            except Empty:
                done, made = number, NoAnswer("等了太久，不再等", in_vain=1)
            if isinstance(made, KpiError):
                raise made
            if done in self.under_way:  # else it was given up before
                return self.under_way.pop(done)[0], made

    def _ask(self, number: int, question: Question) -> None:
        made: Told | NoAnswer | KpiError
        try:
            made = self.answer(question)
        except (NoAnswer, KpiError) as error:
            made = error
        except Exception as error:  # whatever one answer holds, the others are asked for
            made = NoAnswer(f"没有问成（{type(error).__name__}）")
        self.done.put((number, made))


def reader_of(config: Config) -> SecondReader:
    """The second reader of the config; KpiError where there is none."""
    if config.second_reader is None:
        raise KpiError(NOT_SET_UP)
    return config.second_reader


def holding(config: Config) -> Holding:
    """The answers that the next build takes; KpiError where they cannot be read."""
    reader = reader_of(config)
    counted = in_force((answer for _, answer in load(config).entries), reader.model)
    return Holding(sum(map(len, counted.values())), len(counted))


def plan_asking(
    config: Config, names: Collection[str] = (), again: Collection[str] = (), progress: Progress | None = None
) -> Plan:
    """What would be asked: of the reports called `names`, else of those that the config chooses, and of those called
    `again` even where their answers are kept.

    KpiError where a name is none or there is no second reader.
    """
    reader = reader_of(config)
    chosen = _chosen(config, reader, names, again)
    renewed = {str(find_report(name, config)) for name in again}
    answers = [answer for _, answer in load(config).entries]
    kept = in_force(answers, reader.model)
    whole = {report for report, found in kept.items() if len(found) == found[0].of}
    wanted = [each for each in chosen if each.path in renewed or each.digest not in whole]
    there = {(each.report, each.text, each.number) for each in answers if each.model == reader.model}
    questions: list[Question] = []
    failed: list[Failure] = []
    desk = Desk(config)
    tasks = [Task(each.path, each.shown, each.doc, each.shown, each.hints, digest=each.digest) for each in wanted]
    for number, (task, made) in enumerate(extractions_of(tasks, desk), 1):
        if isinstance(made, Reading):
            failed.append(Failure(task.shown, made.reason))
        else:
            asked = questions_of(made, config)
            is_new = task.path in renewed
            questions += [each for each in asked if is_new or (each.report, each.text, each.piece.number) not in there]
        if progress:
            progress(number, len(tasks))
    questions.sort(key=lambda each: (each.path, each.piece.number))
    is_first = reader.host not in {answer.host for answer in answers}
    return Plan(reader, tuple(questions), len(chosen) - len(wanted), tuple(failed), is_first)


def client_of(config: Config) -> Client:
    """Who asks the server of the config; KpiError where there is none, or its key is not there."""
    reader = reader_of(config)
    return Client(reader, schema(config.indicators), key_of(reader))


def ask(plan: Plan, config: Config, client: Client) -> Iterator[Told]:
    """Asks what is planned and keeps each answer; what came of each question, as it comes.

    Nothing more is asked once the tokens of the config may not be enough, the server refuses every question, or it has
    not answered several questions one after the other; those that are left are told with the reason.
    """
    reader = plan.reader
    run = _Run(
        lambda question: _kept(question, client.ask(question.prompt), reader, config),
        reader.tries * (reader.seconds + LONGEST_WAIT),
    )
    spending = Spending(reader.tokens)
    left = list(enumerate(plan.questions))[::-1]
    stopped, silent = "", 0
    while left or run.under_way:
        while left and not stopped and len(run.under_way) < reader.at_once:
            need = left[-1][1].tokens + reader.answer_tokens
            if not spending.allows(need):
                if not run.under_way:
                    stopped = f"再问就可能超过一次运行的上限（{SECTION}.tokens: {reader.tokens}）；下次运行会接着问"
                break
            spending.set_apart += need
            run.begin(*left.pop())
        if not run.under_way:
            break
        question, made = run.next_done()
        spending.set_apart -= question.tokens + reader.answer_tokens
        told = made if isinstance(made, Told) else Told(question, reason=str(made), tokens=_taken_by(question, made))
        spending.spent += told.tokens
        silent = silent + 1 if told.reason else 0
        if isinstance(made, NoAnswer) and made.hopeless:
            stopped = str(made)
        elif silent >= MOST_SILENT:
            stopped = stopped or f"连着 {silent} 段没有得到回答，没有再问；下次运行会接着问"
        yield told
    for _, question in reversed(left):
        yield Told(question, reason=stopped)


def _taken_by(question: Question, none: NoAnswer) -> int:
    """About how many tokens a question took that was not answered; 0 where it never came to the model."""
    return question.tokens * none.in_vain + none.tokens


def _kept(question: Question, made: Reply, reader: SecondReader, config: Config) -> Told:
    """What an answer says, once it is kept."""
    answer = Answer(
        at=now(),
        model=reader.model,
        host=reader.host,
        prompt=version(),
        report=question.report,
        path=question.path,
        text=question.text,
        piece=question.piece.digest,
        number=question.piece.number,
        of=question.of,
        answer=_storable(made.text),
        cut=made.cut,
        asked_tokens=made.asked_tokens,
        answered_tokens=made.answered_tokens,
    )
    found = said_in([answer])
    took = (made.asked_tokens or question.tokens) + (made.answered_tokens or tokens_in(made.text))
    took += made.in_vain * question.tokens
    keep(config, answer)
    unread = tuple(f"{f'第 {each.row} 条：' if each.row else ''}{each.reason}" for each in found.unread)
    return Told(question, len(found.claims), unread, tokens=took)


def questions_at(paths: Paths, config: Config) -> list[Question]:
    """The questions for the reports at these paths; KpiError where one cannot be read."""
    found = read_reports(find_named(paths, config), config)
    if found.failed:
        raise KpiError("\n".join(f"{failure.path}: {failure.reason}" for failure in found.failed))
    return [question for extraction in found.extractions for question in questions_of(extraction, config)]


def questions_of(extraction: Extraction, config: Config) -> list[Question]:
    """The questions for one report, piece by piece; none where it has no text."""
    document = extraction.document
    pieces = cut(document.text, _marks(document.text, document.format))
    subject = Subject(
        doc=document.doc,
        title=extraction.title,
        zone=extraction.zone,
        candidates=extraction.origin.candidates,
        published=extraction.published,
        year=extraction.origin.year,
    )
    text = sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    return [
        Question(
            document.doc,
            document.path,
            document.digest,
            text,
            each,
            len(pieces),
            fill(each, len(pieces), subject, config),
        )
        for each in pieces
    ]


def tokens_in(text: str) -> int:
    """About how many tokens a text is: models cut texts in their own ways.

    >>> tokens_in("增长5%"), tokens_in("abcdefgh")
    (3, 2)
    """
    latin = sum(letter.isascii() for letter in text)
    return len(text) - latin + -(-latin // _LETTERS_PER_TOKEN)


def _chosen(config: Config, reader: SecondReader, names: Collection[str], again: Collection[str]) -> Sequence[Report]:
    """The reports that are meant, in their order."""
    there = list(find_survey(config, {}).reports)
    if names or again:
        wanted = {str(find_report(name, config)): name for name in (*names, *again)}
        missing = [name for path, name in wanted.items() if path not in {each.path for each in there}]
        if missing:
            raise KpiError(f"{missing[0]}: 建库不读这份报告（搁置、内容相同或读不了），不问；见 kpi reports")
        return [each for each in there if each.path in wanted]
    if reader.reports == ALL:
        return there
    if reader.reports == WAITING:
        build = open_build(config)
        if build is None:
            raise KpiError(f"{config.data}: 还没有结果，不知道哪些报告有待定的；请先运行 kpi build")
        waiting = {each.path for each in reports_of(build) if each.state or each.to_confirm or each.undated}
        return [each for each in there if each.shown in waiting]
    root = config.path.parent
    folder = shown_path(root / Path(reader.reports).expanduser(), root).rstrip("/")
    found = [each for each in there if each.shown == folder or each.shown.startswith(f"{folder}/")]
    if not found:
        raise KpiError(f"{SECTION}.reports: {reader.reports} 里没有报告；应为 all、waiting 或 reports 里的文件夹")
    return found


def _marks(text: str, format_: str) -> Iterable[Mark]:
    return (Mark(heading.start, heading.text, heading.level) for heading in read_outline(text, format_))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
