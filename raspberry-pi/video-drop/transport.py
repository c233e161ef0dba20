"""One HTTP request at a time, with a timeout for every wait."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from typing import Iterable, Union
from urllib.parse import urlsplit

from clips import ClipBody

_CONNECT_SECONDS = 10
# The longest time without any progress.
_STALL_SECONDS = 60
_MAX_ANSWER_BYTES = 2**20


class NoAnswer(Exception):
    """The connection failed, or broke before there was a response."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    # NAME=value of the cookie that it sets; empty if there is none.
    cookie: str = ""

    @property
    def s3_code(self) -> str:
        """The code of S3's error document; empty if there is none."""
        found = re.search(r"<Code>([^<]*)</Code>", self.body)
        return found[1] if found else ""


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    headers: dict[str, str]
    body: Union[ClipBody, bytes, None] = None


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def ask(request: Request) -> Answer:
    """The response; raises NoAnswer, or HasChanged if the body changed while it was being sent."""
    parts = urlsplit(request.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_CONNECT_SECONDS)
    try:
        connection.connect()
        connection.sock.settimeout(_STALL_SECONDS)
        return _exchange(connection, request)
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(_reason(error)) from error
    finally:
        connection.close()


def _exchange(connection: http.client.HTTPConnection, request: Request) -> Answer:
    connection.putrequest(request.method, path_of(request.url), skip_accept_encoding=True)
    for name, value in request.headers.items():
        if name.lower() != "host":
            connection.putheader(name, value)
    size, chunks = _content_of(request.body)
    if request.body is not None:
        connection.putheader("Content-Length", str(size))
    connection.endheaders()
    try:
        for chunk in chunks:
            connection.send(chunk)
    except (BrokenPipeError, ConnectionResetError):
        pass  # Who refuses need not read to the end: the answer may be there.
    response = connection.getresponse()
    body = response.read(_MAX_ANSWER_BYTES).decode("utf-8", "replace")
    cookie = (response.headers["Set-Cookie"] or "").partition(";")[0]
    return Answer(response.status, body, cookie)


def _content_of(body: Union[ClipBody, bytes, None]) -> tuple[int, Iterable[bytes]]:
    if isinstance(body, ClipBody):
        return body.clip.looks.size, body.chunks()
    return (0, ()) if body is None else (len(body), (body,))


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text or type(error).__name__
