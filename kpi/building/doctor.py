"""What is wrong with an installation, in plain words: each finding says what, and what to do about it.

Only looks; nothing is read that takes long, nothing is written but an empty file that is removed at once.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kpi.building import statements
from kpi.building.store import is_stale, open_build, told_of_clock
from kpi.building.testimony import problems_of
from kpi.documents.readers import ocr
from kpi.results import corrections, journal, notes
from kpi.results.builds import current_name
from kpi.settings.config import Config, check_config, load_config, read_text
from kpi.settings.users import load_users, users_file
from kpi.vocabulary.errors import InvalidFile, KpiError

LEAST_FREE = 500 * 2**20
_LEFTOVERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at: `well`, or with what to do about it in `said`."""

    well: bool
    said: str


def examine(config_path: Path) -> Iterator[Finding]:
    """All that was looked at, the likeliest causes of trouble first."""
    yield Finding(True, f"Python {sys.version.split()[0]}，程序在 {Path(__file__).resolve().parents[2]}")
    try:
        config = load_config(config_path)
    except InvalidFile:
        yield from _faults(config_path)
        return
    yield Finding(True, f"指标映射 {config_path} 没有错误")
    looks: tuple[Callable[[Config], Iterable[Finding]], ...] = (
        _reports, _places, _results, _ledgers, _users, _leftovers, _extras,
    )  # fmt: skip
    for look in looks:
        try:
            yield from look(config)
        except (KpiError, OSError) as error:
            yield Finding(False, str(error))


def _faults(config_path: Path) -> Iterator[Finding]:
    try:
        count = len(check_config(read_text(config_path)[0], config_path))
        yield Finding(False, f"指标映射 {config_path} 有 {count} 处错误；运行 kpi check 看每一处和改法")
    except InvalidFile as error:
        yield Finding(False, str(error))


def _reports(config: Config) -> Iterator[Finding]:
    for path in config.reports:
        if not path.exists():
            yield Finding(False, f"报告 {path} 不在；请检查文件夹是否连上、改名，或改 config.yaml 的 reports")
        elif not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            yield Finding(False, f"报告 {path} 读不了；请给运行程序的用户读的权限")
        else:
            yield Finding(True, f"报告 {path} 可以读")


def _places(config: Config) -> Iterator[Finding]:
    """Whether what is written can be, and has room."""
    written = (config.data, config.corrections.parent, config.notes.parent, config.path.parent)
    for folder in dict.fromkeys(each.resolve() for each in written):
        there = next(each for each in (folder, *folder.parents) if each.is_dir())
        try:
            with tempfile.NamedTemporaryFile(dir=there, prefix=".kpi-doctor-"):
                pass
        except OSError as error:
            yield Finding(False, f"{there} 写不进去（{error.strerror or error}）；请检查写权限和磁盘空间")
            continue
        free = shutil.disk_usage(there).free
        if free < LEAST_FREE:
            yield Finding(False, f"{there} 所在的磁盘只剩 {free >> 20} MB；请腾出空间")
        else:
            yield Finding(True, f"{folder} 可以写，磁盘还有 {free >> 30:,} GB")


def _results(config: Config) -> Iterator[Finding]:
    build = open_build(config)
    if build is None:
        why = "结果不完整" if current_name(config.data) else "还没有结果"
        yield Finding(False, f"{config.data}: {why}；请运行 kpi build --force")
        return
    info = build.info
    yield Finding(True, f"结果 {build.build_id}：{info.get('reports', 0)} 份报告，建于 {info.get('built_at', '')}")
    if failed := info.get("failed", []):
        yield Finding(False, f"有 {len(failed)} 份报告没有读成；运行 kpi reports 没有采用 看是哪些、为什么")
    for said in told_of_clock(build):
        yield Finding(False, said)
    if is_stale(config):
        yield Finding(False, "报告、设置或程序在建库之后有变化；请运行 kpi build")


def _ledgers(config: Config) -> Iterator[Finding]:
    problems = [
        *corrections.load(config).problems, *statements.load(config).problems, *notes.load(config).problems,
        *problems_of(config), *journal.load(journal.journal_of(config)).problems,
    ]  # fmt: skip
    for problem in problems:
        yield Finding(False, problem)
    if not problems:
        yield Finding(True, "更正、写明的、导入的、批注的记录都读得懂")


def _users(config: Config) -> Iterator[Finding]:
    path = users_file(config.path)
    users = load_users(path)
    if not users:
        yield Finding(True, "没有设用户，看板只给本机用")
        return
    editors = sum(user.editor for user in users.values())
    yield Finding(True, f"用户 {len(users)} 个，其中 {editors} 个可以编辑")
    if not editors:
        yield Finding(False, "没有人可以编辑；请运行 kpi user editor 姓名")
    if os.name != "nt" and path.stat().st_mode & 0o077:
        yield Finding(False, f"{path} 别人也能读；请运行 chmod 600 '{path}'")


def _leftovers(config: Config) -> Iterator[Finding]:
    """What a program that was killed while it saved has left."""
    left = sorted(config.path.parent.glob(f".{config.path.name}.*.tmp"))
    if left:
        names = "、".join(path.name for path in left[:_LEFTOVERS_SHOWN])
        yield Finding(False, f"{config.path.parent} 有保存到一半留下的 {len(left)} 个文件（{names}）；可以删去")


def _extras(config: Config) -> Iterator[Finding]:
    del config
    yield Finding(True, "能识别扫描件" if ocr.is_installed() else "没有装文字识别，扫描件和图片不读（可选，见 README）")
    signing = all(find_spec(name) for name in ("authlib", "httpx"))
    yield Finding(True, "能用 OpenID Connect 登录" if signing else "没有装 Authlib 和 httpx，不能用 --oidc（可选）")
