"""Questions to the Parquet tables of one build, answered without loading them: a filter reads what it needs.

Tables are sorted by indicator and zone, so a filter on these skips most of a million rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi.results.database import cursor
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

_GAPS = (" ", "\u3000", "\t", "\r", "\n")
"""Signs within a quote that are no part of its words: a report's line ends, and what stands for them."""

_WIDE = {sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)}
"""The signs that are there in full width as well."""

Choices = Mapping[str, str | Sequence[str]]
"""Column -> the value or values that it may have; an empty list lets every row pass."""


class ResultsUnreadable(KpiError):
    """Results that cannot be read, or not by this program; another build mends it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for: in one of `columns`, in any case, or by what it names (`named`: column -> values)."""

    text: str
    columns: tuple[str, ...]
    named: Choices = field(default_factory=dict)


class Tables:
    """The tables in `folder`; may be asked from several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def select(
        self,
        table: str,
        columns: Iterable[str] = (),
        years: tuple[int, int] | None = None,
        search: Sequence[Word] = (),
        order: Sequence[str] = (),
        limit: int = 0,
        offset: int = 0,
        where: Choices | None = None,
        omit: Choices | None = None,
    ) -> pa.Table:
        """The rows that pass, in the order of the table, or by the columns of `order` (`-year` for falling).

        A row passes where it passes `where` and `years`, has every word of `search`, and none of the values of `omit`.
        """
        condition, values = _condition(table, years, search, where or {}, omit or {})
        shown = ", ".join(_name(table, column) for column in columns) or "*"
        by = ", ".join([*(_direction(table, column) for column in order), "file_row_number"])
        cut = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit else ""
        source = f"read_parquet({_quoted(self._folder / f'{table}.parquet')}, file_row_number = true)"
        made = self._ask(f"SELECT {shown} FROM {source}{condition} ORDER BY {by}{cut}", values)
        return made.drop_columns(["file_row_number"]) if "file_row_number" in made.column_names else made

    def with_digest(self, table: str, columns: Sequence[str], digits: str) -> pa.Table:
        """The rows of which the SHA-256 of these columns, parted by the sign U+001F, begins with the hex `digits`."""
        parts = ", ".join(_name(table, column) for column in columns)
        source = _quoted(self._folder / f"{table}.parquet")
        return self._ask(f"SELECT * FROM {source} WHERE starts_with(sha256(concat_ws(chr(31), {parts})), ?)", [digits])

    def quoting(self, words: Sequence[tuple[str, Choices]], columns: Sequence[str], limit: int) -> pa.Table:
        """The first observations of the table whose quotes have every word, at most `limit`; words are in small
        letters and of half width.

        A word is met too where a column has one of the values that it names. Case, width and gaps of a quote make no
        difference. The table is read no further than to the last row that is wanted.
        """
        parts, values = [], []
        for word, named in words:
            way, sought = _quoted_as(word)
            ways = [way]
            values += sought
            for column, chosen in named.items():
                if wanted := _several(chosen):
                    ways.append(_among("observations", column, wanted))
                    values += wanted
            parts.append(f"({' OR '.join(ways)})")
        shown = ", ".join(_name("observations", column) for column in columns)
        source = _quoted(self._folder / "observations.parquet")
        return self._ask(f"SELECT {shown} FROM {source} WHERE {' AND '.join(parts)} LIMIT {int(limit)}", values)

    def counts(
        self,
        table: str,
        by: Sequence[str] = (),
        years: tuple[int, int] | None = None,
        search: Sequence[Word] = (),
        where: Choices | None = None,
        omit: Choices | None = None,
    ) -> pa.Table:
        """How many rows pass for each combination of `by`, with the first and last of their years."""
        condition, values = _condition(table, years, search, where or {}, omit or {})
        names = [_name(table, column) for column in by]
        span = ['min("year") AS first_year', 'max("year") AS last_year'] if "year" in TABLES[table] else []
        shown = ", ".join([*names, "count(*) AS count", *span])
        group = f" GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}" if names else ""
        return self._ask(f"SELECT {shown} FROM {_quoted(self._folder / f'{table}.parquet')}{condition}{group}", values)

    def _ask(self, question: str, values: Sequence[Any]) -> pa.Table:
        import duckdb

        try:
            with cursor() as opened:
                return opened.sql(question, params=list(values)).to_arrow_table()
        except duckdb.BinderException as error:  # a column that is not there
            said = f"{self._folder}: 这次结果是别的版本的程序建的，缺这个版本要用的内容；请运行 kpi build 重建"
            raise ResultsUnreadable(said) from error
        except (duckdb.Error, OSError) as error:
            why = str(error).partition("\n")[0]
            said = f"{self._folder}: 结果文件读不出（{why}）；请运行 kpi build --force 重建"
            raise ResultsUnreadable(said) from error


def _quoted_as(word: str) -> tuple[str, list[str]]:
    """The condition that a quote has the word, and the values of its marks.

    Looking through a million quotes without their gaps takes seconds. So it is asked first whether the word stands
    there as it is, and the gaps are taken out only where there are any, and all its Chinese letters.
    """
    quote = 'lower("quote")' if word != word.upper() else '"quote"'
    forms = list(dict.fromkeys((word, word.translate(_WIDE).lower())))
    ways, values = [f"contains({quote}, ?)" for _ in forms], forms
    letters = list(dict.fromkeys(sign for sign in word if not sign.isascii()))
    if letters and len(word) > 1:
        bare = quote
        for gap in _GAPS:
            bare = f"replace({bare}, chr({ord(gap)}), '')"
        there = " OR ".join(f"contains({bare}, ?)" for _ in forms)
        gaps = " OR ".join(f'contains("quote", chr({ord(gap)}))' for gap in _GAPS)
        ways.append(" AND ".join([f"({gaps})", *['contains("quote", ?)'] * len(letters), f"({there})"]))
        values = [*forms, *letters, *forms]
    return " OR ".join(f"({way})" for way in ways), values


def _condition(
    table: str, years: tuple[int, int] | None, search: Sequence[Word], where: Choices, omit: Choices
) -> tuple[str, list[Any]]:
    """The WHERE of a question and the values of its marks."""
    parts: list[str] = []
    values: list[Any] = []
    for column, chosen in where.items():
        if wanted := _several(chosen):
            parts.append(_among(table, column, wanted))
            values += wanted
    for column, left_out in omit.items():
        if unwanted := _several(left_out):  # one value for all of them: there may be thousands
            parts.append(f"{_name(table, column)} NOT IN (SELECT unnest(?::VARCHAR[]))")
            values.append(unwanted)
    if years is not None:
        parts.append('"year" BETWEEN ? AND ?')
        values += years
    for word in search:
        ways = [f"contains(lower({_name(table, column)}), ?)" for column in word.columns]
        values += [word.text.lower()] * len(word.columns)
        for column, chosen in word.named.items():
            if wanted := _several(chosen):
                ways.append(_among(table, column, wanted))
                values += wanted
        parts.append(f"({' OR '.join(ways)})")
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def _several(chosen: str | Sequence[str]) -> list[str]:
    return [chosen] if isinstance(chosen, str) else list(chosen)


def _among(table: str, column: str, wanted: Sequence[str]) -> str:
    return f"{_name(table, column)} IN ({', '.join('?' * len(wanted))})"


def _direction(table: str, column: str) -> str:
    """A column to order by, falling where `-` stands before it; what is no number comes last either way."""
    name = _name(table, column.removeprefix("-"))
    last = f"isnan({name}), " if TABLES[table][column.removeprefix("-")] is float else ""
    return f"{last}{name} DESC" if column.startswith("-") else f"{last}{name}"


def _name(table: str, column: str) -> str:
    if column not in TABLES[table]:
        raise KeyError(f"{table} has no column {column}")
    return f'"{column}"'


def _quoted(path: Path) -> str:
    return "'" + path.as_posix().replace("'", "''") + "'"
