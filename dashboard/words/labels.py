"""The page's words in the language of its reader, and how it writes numbers, units, periods and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboard.words.en import EN as EN_WORDS
from dashboard.words.pages_en import PAGES_EN
from dashboard.words.pages_zh import PAGES_ZH
from dashboard.words.zh import ZH as ZH_WORDS
from kpi.settings.config import Config
from kpi.vocabulary.model import Cues
from kpi.wording import wording
from kpi.wording.wording import Wording

LANGUAGES = {"zh": "中文", "en": "English"}

ZH, EN = ZH_WORDS | PAGES_ZH, EN_WORDS | PAGES_EN
TEXTS = {"zh": {**wording.TEXTS["zh"], **ZH}, "en": {**wording.TEXTS["en"], **EN}}
"""What the results say, as files write it too, and what the pages say besides."""

# What a report's zone or period rests on besides its words, by how the store names it.
GROUNDS_EN = {
    "刊发日期": "date of publication",
    "会议日期": "date of the meeting",
    "全文最近的年份": "latest year in the text",
    "配置": "config",
    "说明文件": "sidecar file",
    "文件信息": "file metadata",
    "文件名": "file name",
    "文件夹名": "folder name",
    "文件创建日期": "day the file was made",
    "计划的句式": "phrasing of a plan",
}
_CHINESE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Words(Wording):
    """One language of the page, and the config's names in it."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts by key: those of the results and those of the pages."""
        return TEXTS[self.language]

    def rule(self, rule: str) -> str:
        return self.texts.get(f"rule.{rule}", rule)

    def doubt(self, code: str) -> str:
        """What speaks against a reading; empty where that means nothing to a reader."""
        return self.texts.get(f"doubt.{code}", "")

    def basis(self, basis: str) -> dict[str, str]:
        """How zone, period and kind were found (`zone:stated;period:section`), in words."""
        pairs = (part.partition(":") for part in basis.split(";"))
        return {name: self.code("basis", how) for name, _, how in pairs if how}

    def detail(self, text: str) -> str:
        """What the program says of bad input; it says so in Chinese, which a page in English tells first."""
        return text if self.language == "zh" or not _CHINESE.search(text) else f"told in Chinese: {text}"

    def ground(self, ground: str) -> str:
        """What something rests on; where that is no word of the report, in the reader's language."""
        name, _, rest = ground.partition(" ")
        return f"{GROUNDS_EN[name]} {rest}".strip() if self.language == "en" and name in GROUNDS_EN else ground


def nameless(language: str) -> Words:
    """The page's words where no config can be read: codes stand for names."""
    empty = Config(Path(), "", "", (), Path(), {}, {}, {}, Cues(), (), (), "")
    return Words(language, empty)


def time_name(iso: str, now: datetime | None = None) -> str:
    """When something happened: the time alone today, the date before it on other days."""
    try:
        moment = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    today = (now or datetime.now()).astimezone().date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d %H:%M}"
