"""`second_reader` of config.yaml: which model server reads along, which reports it is asked of, how far it is trusted.

The key is never in the config: `key_env` names the environment variable that holds it, and no message shows what was
written where a key may have been written by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kpi.settings.source import Node, Scalar
from kpi.vocabulary.patterns import lazy

if TYPE_CHECKING:
    from kpi.settings.fields import FieldReader

SECTION = "second_reader"
ALL, WAITING = "all", "waiting"
PROPOSE, ACCEPT = "propose", "accept"

_REQUIRED = ("base_url", "model")
_NUMBERS = {
    "seconds": (5, 3600),
    "tries": (1, 10),
    "at_once": (1, 32),
    "tokens": (1000, 1_000_000_000),
    "answer_tokens": (256, 1_000_000),
}
_OPTIONAL = ("key_env", "reports", "trust", *_NUMBERS)
_ENVIRONMENT_NAME = lazy(r"[A-Z_][A-Z0-9_]{0,63}")
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class SecondReader:
    """A server that speaks as OpenAI's does, below `base_url`, and the `model` that it is asked for.

    `key_env` names the environment variable with the key, empty where the server asks for none. `reports` is `all`,
    `waiting` (those with something to settle) or a folder as written; `trust` is `propose` (what it alone found waits
    for a person) or `accept`. `seconds` is for one answer, `tries` how often it is asked for one, `at_once` how many
    questions are under way together; `tokens` bounds what one run may cost, `answer_tokens` one answer.
    """

    base_url: str
    model: str
    key_env: str = ""
    reports: str = WAITING
    trust: str = PROPOSE
    seconds: int = 300
    tries: int = 4
    at_once: int = 2
    tokens: int = 1_000_000
    answer_tokens: int = 12_000

    @property
    def host(self) -> str:
        """The machine that the text goes to, with its port where one is written."""
        return urlsplit(self.base_url).netloc

    @property
    def is_local(self) -> bool:
        """Whether that is this machine."""
        return urlsplit(self.base_url).hostname in _LOCAL

    @property
    def is_open(self) -> bool:
        """Whether the text, and the key, would go through a network for all to see."""
        return not self.is_local and urlsplit(self.base_url).scheme == "http"


def second_reader_in(node: Node | None, reader: FieldReader) -> SecondReader | None:
    """The second reader that the node sets up; None where there is none, or where it cannot be one: that is told."""
    if node is None:
        return None
    known = len(reader.problems)
    fields = reader.mapping(node, SECTION, _REQUIRED, _OPTIONAL)
    if fields is None:
        return None

    def text(name: str) -> str:
        return reader.text(fields.get(name), f"{SECTION}.{name}")

    model = text("model")
    if ";" in model and "model" in fields:  # names of readers stand side by side, parted by it
        reader.tell(fields["model"].line, f"{SECTION}.model", "模型名里有分号", "应为服务器给的模型名")
    made = SecondReader(
        base_url=_base_url(fields.get("base_url"), reader),
        model=model,
        key_env=_key_env(fields.get("key_env"), reader),
        reports=text("reports") or WAITING,
        trust=reader.choice(fields.get("trust"), f"{SECTION}.trust", "信任程度", (PROPOSE, ACCEPT)) or PROPOSE,
        **{
            name: reader.number(fields.get(name), f"{SECTION}.{name}", least, most, _USUAL[name])
            for name, (least, most) in _NUMBERS.items()
        },
    )
    return made if len(reader.problems) == known else None


_USUAL = {name: getattr(SecondReader("", ""), name) for name in _NUMBERS}


def _base_url(node: Node | None, reader: FieldReader) -> str:
    where, expected = f"{SECTION}.base_url", "应为 http:// 或 https:// 开头的地址，如 http://127.0.0.1:8000/v1"
    url = reader.text(node, where, expected).rstrip("/")
    if node is None or not url:
        return url
    found = _fault_of_url(url)
    if found:
        reader.tell(
            node.line, where, found, expected, "密钥写在环境变量里，地址里不要有密钥" if "密钥" in found else ""
        )
    return url


def _fault_of_url(url: str) -> str:
    """What is wrong with an address; never with its words, in which a key may stand."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "地址读不懂"
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or any(map(str.isspace, url)):
        return "不是一个地址"
    if "@" in parts.netloc:
        return "地址里有用户名或密钥"
    if parts.query or parts.fragment:
        return "地址里有 ? 或 # 之后的部分，那里可能是密钥"
    if not url.isascii():
        return "地址里有中文或全角字符"
    return ""


def _key_env(node: Node | None, reader: FieldReader) -> str:
    where, expected = f"{SECTION}.key_env", "应为环境变量的名字：大写字母、数字和 _，如 KPI_MODEL_KEY"
    if isinstance(node, Scalar) and node.type == "text" and not _ENVIRONMENT_NAME.fullmatch(node.text.strip()):
        # what stands there may be the key itself: it is not repeated
        mend = "密钥本身不要写在这里：先设环境变量，再在这里写它的名字；写过密钥的话，请换一个密钥"
        reader.tell(node.line, where, "写的不是环境变量的名字", expected, mend)
        return ""
    return reader.text(node, where, expected)
