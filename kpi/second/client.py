"""One question to a server that speaks as OpenAI's does: the answer, or in one line why there is none.

Every wait has an end and every answer a size. The key goes into one header and nowhere else: no message, no answer and
no traceback holds it; redirects are not followed, so that text and key go to the host of the config and no other.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import requests
from requests.auth import AuthBase

from kpi.settings.second_reader import SECTION, SecondReader
from kpi.vocabulary.errors import KpiError

LARGEST_ANSWER = 2_000_000
"""Bytes of a server's reply; the longest answer of a model is a tenth of it."""
LONGEST_WAIT = 60.0
"""Seconds between two tries, whatever a server asks for."""

_CONNECT_SECONDS = 10.0
_BYTES_AT_ONCE = 65_536
_SHOWN = 160
_BUSY = (408, 409, 425, 429, 500, 502, 503, 504, 529)
_MAY_BE_READ = (500, 502, 504)  # whoever stands before the model gave up waiting for it
_NOT_UNDERSTOOD = (400, 415, 422, 501)
_HIDDEN = "***"

_Wish = tuple[str, str]
_Form = tuple[_Wish, ...]
_SCHEMA, _OBJECT, _COOL = ("response_format", "json_schema"), ("response_format", "json_object"), ("temperature", "0")
_LONGEST, _LONGEST_TOO = ("max_tokens", ""), ("max_completion_tokens", "")
_PLAINER: Mapping[_Wish | None, _Wish] = {_SCHEMA: _OBJECT, _LONGEST: _LONGEST_TOO}
"""What is asked for of an answer: the field of the request, and which of its forms; and what in the place of which,
where a server does not take it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered: its text, whether it was cut short, and what it took (0 where the server does not say).

    `in_vain` is how many tries before it may have been read by the model, and brought nothing.
    """

    text: str
    cut: bool = False
    asked_tokens: int = 0
    answered_tokens: int = 0
    seconds: float = 0.0
    in_vain: int = 0


class NoAnswer(Exception):
    """Why there is no answer, for a person. `hopeless` where every other question would end in the same way.

    `in_vain` is how many tries the model may have read all the same; `tokens` what they took beyond, where a server
    says so of an answer that is none.
    """

    def __init__(self, reason: str, hopeless: bool = False, in_vain: int = 0, tokens: int = 0) -> None:
        super().__init__(reason)
        self.hopeless, self.in_vain, self.tokens = hopeless, in_vain, tokens


class _Busy(Exception):
    """The server may answer at another try, after `wait` seconds where it says so; `was_read`: this one the model may
    have read.
    """

    def __init__(self, reason: str, wait: float = 0.0, was_read: bool = False) -> None:
        super().__init__(reason)
        self.wait, self.was_read = wait, was_read


class _Key(AuthBase):
    """Puts the key into the request's header, in the place of whatever a `.netrc` says."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.pop("Authorization", None)
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def __repr__(self) -> str:
        return "_Key(***)"

    def hide(self, text: str) -> str:
        """The text without the key."""
        return text.replace(self._key, _HIDDEN) if self._key else text


def key_of(reader: SecondReader, environment: Mapping[str, str] | None = None) -> str:
    """The key in the environment; KpiError, without its words, where there is none or it cannot be one."""
    if not reader.key_env:
        return ""
    key = (os.environ if environment is None else environment).get(reader.key_env, "").strip()
    if not key:
        raise KpiError(f"环境变量 {reader.key_env} 没有设，或是空的；请先设好密钥（config.yaml 的 {SECTION}.key_env）")
    if not (key.isascii() and key.isprintable()) or " " in key or len(key) < 4:
        raise KpiError(f"环境变量 {reader.key_env} 里的不像密钥：应为不含空格的英文字母、数字和符号；请重新设")
    return key


@dataclass(slots=True)
class Client:
    """Asks the server of the config. What it does not understand of a request is left out from then on."""

    reader: SecondReader
    schema: Mapping[str, Any]
    key: str = field(default="", repr=False)
    sleep: Callable[[float], None] = time.sleep
    _form: _Form = (_SCHEMA, _COOL, _LONGEST)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def ask(self, prompt: str) -> Reply:
        """The answer to a prompt; NoAnswer where there is none after all tries."""
        begun = time.monotonic()
        in_vain = 0
        for number in range(1, self.reader.tries + 1):
            try:
                return replace(self._answer(prompt), seconds=time.monotonic() - begun, in_vain=in_vain)
            except _Busy as busy:
                in_vain += busy.was_read
                if number == self.reader.tries:
                    raise NoAnswer(f"{busy}（试了 {number} 次）", in_vain=in_vain) from None
                self.sleep(min(max(busy.wait, 2.0**number), LONGEST_WAIT))
            except NoAnswer as none:
                none.in_vain += in_vain
                raise
        raise NoAnswer("没有试过")

    def _answer(self, prompt: str) -> Reply:
        """One try, in the plainest form that the server understands."""
        first = self._form
        while True:
            form = self._form
            status, wait, body = self._post(self._request(prompt, form))
            said = body.decode("utf-8", "replace")
            # some answer 500 to a field that they do not know
            is_form = status in _NOT_UNDERSTOOD or (status == 500 and any(name in said for name, _ in form))
            if not (is_form and self._is_simpler(form, said)):
                if status in _NOT_UNDERSTOOD:  # it is the question, not its form
                    self._form = first
                return self._reply(status, wait, body)

    def _request(self, prompt: str, form: _Form) -> dict[str, Any]:
        wishes = {
            _SCHEMA: {"type": "json_schema", "json_schema": {"name": "facts", "strict": True, "schema": self.schema}},
            _OBJECT: {"type": "json_object", "schema": self.schema},
            _COOL: 0,
            _LONGEST: self.reader.answer_tokens,
            _LONGEST_TOO: self.reader.answer_tokens,
        }
        request = {"model": self.reader.model, "messages": [{"role": "user", "content": prompt}], "stream": False}
        return {**request, **{each[0]: wishes[each] for each in form}}

    def _is_simpler(self, form: _Form, said: str) -> bool:
        """Whether there is a plainer form than the one that the server did not take; it holds from then on."""
        with self._lock:
            if form != self._form:  # another question has found it meanwhile
                return True
            refused = next((each for each in form if each[0] in said), None)
            if _LONGEST in form and _LONGEST_TOO[0] in said:
                refused = _LONGEST
            refused = refused or next((each for each in form if each in (_SCHEMA, _OBJECT)), None)
            instead = [_PLAINER[refused]] if refused in _PLAINER else []
            self._form = tuple(part for each in form for part in (instead if each == refused else [each]))
            return self._form != form

    def _post(self, request: Mapping[str, Any]) -> tuple[int, float, bytes]:
        """Status, wait that the server asks for, and body of its reply; _Busy where it could not be had."""
        end = time.monotonic() + self.reader.seconds
        late = f"{self.reader.seconds} 秒没有答完"
        try:
            with (
                requests.Session() as session,
                session.post(
                    f"{self.reader.base_url}/chat/completions",
                    data=json.dumps(request).encode(),
                    headers={"Content-Type": "application/json", "Accept": "application/json"},
                    auth=_Key(self.key),
                    timeout=(_CONNECT_SECONDS, self.reader.seconds),
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                body = bytearray()
                while part := response.raw.read1(_BYTES_AT_ONCE, decode_content=True):
                    body += part
                    if len(body) > LARGEST_ANSWER:
                        endless = f"答得没完没了（超过 {LARGEST_ANSWER // 1_000_000} MB），没有采用"
                        raise NoAnswer(endless, in_vain=1, tokens=self.reader.answer_tokens)
                    if time.monotonic() > end:
                        raise _Busy(late, was_read=True)
                return response.status_code, _wait_in(response.headers.get("Retry-After", "")), bytes(body)
        except requests.exceptions.ConnectTimeout:
            raise _Busy(f"{self.reader.host} 连不上（{_CONNECT_SECONDS:g} 秒没有应答）") from None
        except requests.exceptions.Timeout:
            raise _Busy(late, was_read=True) from None
        except requests.exceptions.SSLError:
            raise NoAnswer(f"{self.reader.host} 的证书不可信，没有发送", hopeless=True) from None
        except requests.exceptions.ProxyError:
            raise _Busy("代理连不上") from None
        except (requests.exceptions.RequestException, OSError, ValueError) as error:
            was_read = not _is_unreached(error)
            raise _Busy(f"与 {self.reader.host} 的连接断了（{type(error).__name__}）", was_read=was_read) from None
        except _transport_errors() as error:
            late_or_broken = late if "Timeout" in type(error).__name__ else f"与 {self.reader.host} 的连接断了"
            raise _Busy(late_or_broken, was_read=True) from None

    def _reply(self, status: int, wait: float, body: bytes) -> Reply:
        if status in _BUSY:
            raise _Busy(f"{self.reader.host} 答 {status}{self._told(body)}", wait, status in _MAY_BE_READ)
        if status in (401, 403):
            raise NoAnswer(f"{self.reader.host} 答 {status}：密钥不对，或没有权限", hopeless=True)
        if status == 404:
            raise NoAnswer(
                f"{self.reader.host} 答 404：没有这个地址或模型；请核对 {SECTION} 的 base_url（多以 /v1 结尾）和 model",
                hopeless=True,
            )
        if 300 <= status < 400:
            raise NoAnswer(f"{self.reader.host} 要转到别处（{status}），没有跟去；请核对 base_url", hopeless=True)
        if status != 200:
            raise NoAnswer(f"{self.reader.host} 答 {status}{self._told(body)}")
        return self._content(body)

    def _content(self, body: bytes) -> Reply:
        try:
            found = json.loads(body)
            choice = found["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise NoAnswer(f"{self.reader.host} 的应答不是约定的格式{self._told(body)}", in_vain=1) from None
        usage = found.get("usage")
        asked, answered = (_count(usage, name) for name in ("prompt_tokens", "completion_tokens"))
        if not isinstance(text, str) or not text.strip():
            raise NoAnswer("模型答了空白", in_vain=1, tokens=answered)
        return Reply(self._hidden(text), choice.get("finish_reason") == "length", asked, answered)

    def _told(self, body: bytes) -> str:
        """What the server says of a fault, short and without the key."""
        said = " ".join(self._hidden(body.decode("utf-8", "replace")).split())
        return f"：{said[:_SHOWN]}{'…' if len(said) > _SHOWN else ''}" if said else ""

    def _hidden(self, text: str) -> str:
        return _Key(self.key).hide(text)


def _transport_errors() -> tuple[type[Exception], ...]:
    """What reading the body raises below `requests`."""
    from urllib3.exceptions import HTTPError

    return (HTTPError,)


def _is_unreached(error: Exception) -> bool:
    """Whether a connection was never made, so that nothing was sent."""
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


def _count(usage: Any, name: str) -> int:
    found = usage.get(name) if isinstance(usage, dict) else 0
    return found if type(found) is int and 0 <= found < 10**9 else 0


def _wait_in(header: str) -> float:
    return float(header) if header.isdecimal() and len(header) < 9 else 0.0
