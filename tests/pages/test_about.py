"""When a report was written, by its own words and by what is known of it from outside."""

from __future__ import annotations

import pytest

from kpi.pages.about import read_about
from kpi.vocabulary.model import Hint, Hints

ZONE = "荆州经济技术开发区"


@pytest.mark.parametrize(
    ("text", "published", "wanted", "why"),
    [
        ("1月22日，{}开会。", "2024-01-22", (2024, 2023, "2024-01-22"), "a day of the text takes its year from the file's name"),
        ("1月22日，{}开会。", "2024", (2024, 2023, "2024"), "also where the name says the year alone"),
        ("7月9日，本报讯，{}开会。", "2024-07", (2024, 2024, "2024-07"), "or year and month"),
        ("{}开会。", "2024-01-22", (2024, 2023, "2024-01-22"), "the name's day where the text has none"),
        ("2023年3月2日 星期四\n{}开会。", "2024-01-22", (2023, 2022, "2023-03-02"), "what the page prints stands before the name"),
        ("{}开会。", "", (0, 0, ""), "nothing is known"),
    ],
)  # fmt: skip
def test_the_date_of_a_report(text: str, published: str, wanted: tuple[int, int, str], why: str) -> None:
    hints = Hints(published=Hint(published, "file_name") if published else None)
    about = read_about(text.format(ZONE), {}, hints)
    assert (about.clock.this, about.clock.review, about.published) == wanted, why
