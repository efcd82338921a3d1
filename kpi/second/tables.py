"""A colleague's table, as CSV or as an Excel file, becomes claims: columns by name, ours or those that people write.

What each column was taken for is told, and what was passed over, so that a person sees it before anything counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpi.documents.readers.csv_table import rows_of
from kpi.documents.readers.workbook import sheets_of
from kpi.second.claims import TEXTS, Claim
from kpi.second.heads import NAMES, Values, named, rank_of, values_of
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Kind
from kpi.vocabulary.ordinary_files import read_ordinary
from kpi.vocabulary.patterns import lazy

MOST_ROWS, LONGEST_CELL = 100_000, 4_000
_ROWS_LOOKED_AT = 20
_FEWEST_COLUMNS = 3
_PACKAGE = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
REQUIRED = ("indicator", "value", "quote")
"""What a table must have a column for; the report too, unless all rows are of one."""
_DIGIT = lazy("[0-9０-９〇零一二两三四五六七八九十百千万亿]")
_IN_PER_CENT = ("growth", "completion")
_KINDS = {Kind.ACTUAL: "实际", Kind.ESTIMATE: "预计", Kind.TARGET: "目标"}
_MEASURES = {"growth": "增长", "completion": "完成率"}


@dataclass(frozen=True, slots=True)
class Understood:
    """The claims of a table, with what was made of it: `columns` are what each field is taken from, `left` the columns
    that are passed over, `unit` the unit that the head of the values names; `sheet` is that of a workbook. `values` are
    the columns of values where there are several, `blank` the rows without anything to say, `wordy` the cells of
    further columns of values that hold no number.
    """

    claims: tuple[Claim, ...]
    columns: Mapping[str, str]
    left: tuple[str, ...] = ()
    unit: str = ""
    sheet: str = ""
    blank: int = 0
    values: tuple[str, ...] = ()
    wordy: int = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values: where it stands, its head, and of what its values are."""

    at: int
    head: str
    of: Values
    unit: str = ""


@dataclass(slots=True)
class _Heads:
    """The row of the heads: at which column each field stands, and all columns of values, the plain one first."""

    row: int
    at: dict[str, int] = field(default_factory=dict)
    values: list[_Column] = field(default_factory=list)

    @property
    def fields(self) -> int:
        return len(self.at) + bool(self.values)

    @property
    def used(self) -> set[int]:
        return {*self.at.values(), *(column.at for column in self.values)}

    @property
    def unit(self) -> str:
        return next((column.unit for column in self.values if not column.of.says_something), "")

    def __contains__(self, name: str) -> bool:
        return bool(self.values) if name == "value" else name in self.at


def read_claims(path: Path, reader: str, report: str = "") -> Understood:
    """The claims of the table in the file at `path`, in the name of `reader`; `report` is the one that all rows are of
    where no column says so. KpiError where it is no table, lacks a column, or has no row.
    """
    try:
        data = read_ordinary(path)
    except OSError as error:
        raise KpiError(f"{path}: 读不出（{error.strerror or error}）；请检查路径和权限") from error
    if data.startswith(_OLD_WORKBOOK):
        raise KpiError(f"{path}: 是旧版 Excel（.xls）或加了密的文件；请在 Excel 里另存为 .xlsx 或 CSV")
    tables = sheets_of(data, str(path)) if data.startswith(_PACKAGE) else [("", rows_of(data, str(path)))]
    best: tuple[str, list[list[str]], _Heads] | None = None
    for sheet, rows in tables:
        heads = _heads_of(rows)
        if heads is not None and (best is None or heads.fields > best[2].fields):
            best = sheet, rows, heads
    if best is None:
        known = "、".join(names[0 if name == "report" else 1] for name, names in NAMES.items() if name in REQUIRED)
        raise KpiError(f"{path}: 没有找到表头；第一行应有 {known} 等列名（中文、英文都行）")
    sheet, rows, heads = best
    _check(path, rows, heads, report)
    return _understood(path, sheet, rows, heads, reader, report)


def _heads_of(rows: Sequence[Sequence[str]]) -> _Heads | None:
    """The heads among the first rows: the row that names most fields."""
    found = (_named(number, row) for number, row in enumerate(rows[:_ROWS_LOOKED_AT]))
    known = [heads for heads in found if heads.fields >= _FEWEST_COLUMNS]
    return max(known, key=lambda heads: (heads.fields, -heads.row), default=None)


def _named(number: int, row: Sequence[str]) -> _Heads:
    heads = _Heads(number)
    best: dict[str, int] = {}
    plain: _Column | None = None
    for column, text in enumerate(row):
        name, note = named(text)
        ranks = {field: rank for field in NAMES if (rank := rank_of(name, field)) is not None}
        if len(ranks) != 1:  # of no field, or nobody knows of which
            if not ranks and (of := values_of(name)) is not None:
                heads.values.append(_Column(column, text.strip(), of, note))
            continue
        ((field_name, rank),) = ranks.items()
        if rank < best.get(field_name, rank + 1):
            best[field_name] = rank
            if field_name == "value":
                plain = _Column(column, text.strip(), Values(), note)
            else:
                heads.at[field_name] = column
    if plain is not None:
        heads.values.insert(0, plain)
    heads.values = [_apart(column, heads.values) for column in heads.values]
    return heads


def _apart(column: _Column, others: Sequence[_Column]) -> _Column:
    """The column by a name that no other has: 完成（第 5 列） where two are called so."""
    if sum(each.head == column.head for each in others) == 1:
        return column
    return replace(column, head=f"{column.head}（第 {column.at + 1} 列）")


def _check(path: Path, rows: Sequence[Sequence[str]], heads: _Heads, report: str) -> None:
    lacking = [name for name in REQUIRED if name not in heads]
    lacking += ["report"] if "report" not in heads and not report else []
    if lacking:
        wanted = "、".join(_example(name) for name in lacking)
        there = "、".join(filter(None, (text.strip() for text in rows[heads.row][:30])))
        mend = "；全是一份报告的，也可以用 --report FILE 写明" if "report" in lacking else ""
        raise KpiError(f"{path}: 第 {heads.row + 1} 行是表头（{there}），缺少 {wanted}{mend}")
    if len(rows) - heads.row - 1 > MOST_ROWS:
        raise KpiError(f"{path}: 有 {len(rows) - heads.row - 1:,} 行，一次最多 {MOST_ROWS:,} 行；请分成几个文件")


def _example(name: str) -> str:
    chinese = next(each for each in NAMES[name] if not each.isascii())
    return f"“{chinese}”（{name}）"


def _understood(
    path: Path, sheet: str, rows: Sequence[Sequence[str]], heads: _Heads, reader: str, report: str
) -> Understood:
    claims: list[Claim] = []
    blank = wordy = 0
    for number in range(heads.row + 1, len(rows)):
        row = rows[number]
        texts = {name: _cell(row, column) for name, column in heads.at.items()}
        values = [_cell(row, column.at) for column in heads.values]
        if not any((texts["indicator"], texts["quote"], *values)):
            blank += any(text.strip() for text in row)
            continue
        for name, text in (*texts.items(), *(("value", value) for value in values)):
            if len(text) > LONGEST_CELL:
                raise KpiError(f"{path}: 第 {number + 1} 行的{_example(name)}有 {len(text):,} 个字，太长；请只写那一句")
        texts["report"] = texts.get("report", "") or report
        filled = [column for column, value in zip(heads.values, values, strict=True) if value] or heads.values[:1]
        for column in filled:
            value = values[heads.values.index(column)]
            if len(filled) > 1 and column.of.says_something and not _DIGIT.search(value):
                wordy += 1  # 完成 said of a task: 是, 进行中
                continue
            claims.append(Claim(reader, number + 1, **_stated(texts, value, column, len(heads.values) > 1)))
    if not claims:
        raise KpiError(f"{path}: 表头下面没有数据行")
    head = rows[heads.row]
    columns = {name: head[heads.at[name]].strip() for name in TEXTS if name in heads.at}
    columns["value"] = "、".join(column.head for column in heads.values)
    left = tuple(text.strip() for at, text in enumerate(head) if at not in heads.used and text.strip())
    several = tuple(map(_told_column, heads.values)) if any(each.of.says_something for each in heads.values) else ()
    ordered = {name: columns[name] for name in TEXTS if name in columns}
    return Understood(tuple(claims), ordered, left, heads.unit, sheet, blank, several, wordy)


def _stated(texts: Mapping[str, str], value: str, column: _Column, is_one_of_several: bool) -> dict[str, str]:
    """What a row says with the value of one of its columns."""
    said = {**texts, "value": value}
    of = column.of
    if of.period is not None:
        said["period"] = of.period.code
    if of.kind is not None:
        said["kind"] = str(of.kind)
    if of.measure:
        said["measure"] = of.measure
    if of.measure in _IN_PER_CENT:  # what the row's unit says is that of its sum
        said["unit"] = "" if value.endswith(("%", "％")) else column.unit or "%"
    elif column.unit and not said.get("unit"):
        said["unit"] = column.unit
    if is_one_of_several:
        said["column"] = column.head
    return said


def _told_column(column: _Column) -> str:
    """A column of values for a person: 完成（实际）."""
    of = column.of
    period = of.period.code if of.period else ""
    said = " ".join(filter(None, (period, _KINDS[of.kind] if of.kind else "", _MEASURES.get(of.measure, ""))))
    return f"{column.head}（{said}）" if said else column.head


def _cell(row: Sequence[str], column: int) -> str:
    text = row[column] if column < len(row) else ""
    # what this program writes so that a spreadsheet takes no formula for one
    return text.removeprefix("'").strip() if text.startswith("'") else text.strip()


def told(understood: Understood) -> Iterator[str]:
    """What was made of a table, a line each, for a person to look at."""
    pairs = (f"{name} ← {column}" for name, column in understood.columns.items())
    yield "列：" + "，".join(pairs)
    if understood.values:
        yield f"数值有几列的，一格算一条：{'、'.join(_some(understood.values))}"
    if "kind" not in understood.columns and not all(claim.kind for claim in understood.claims):
        yield "没有类型一列（实际、预计、目标）；没有写的，照原文是哪一种"
    if understood.unit:
        yield f"单位没有写的，按表头取 {understood.unit}"
    if understood.left:
        yield "没有用到的列：" + "、".join(_some(understood.left))
    if understood.wordy:
        yield f"别的数值列有 {understood.wordy} 格不是数字，跳过"
    if understood.blank:
        yield f"{understood.blank} 行没有指标、数值和原文，跳过"


def _some(texts: Iterable[str], most: int = 12) -> list[str]:
    listed = list(texts)
    return [*listed[:most], *([f"等 {len(listed)} 列"] if len(listed) > most else [])]
