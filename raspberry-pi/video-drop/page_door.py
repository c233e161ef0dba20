"""Uploads through the upload page, without a key: a link for each clip, which stores it once."""

from __future__ import annotations

from typing import Any, BinaryIO
from urllib.parse import quote, urlencode

from clips import Clip, ClipBody
from key_door import readable
from ledger import Ledger
from journal import WARNING
from outcomes import Waits, no_connection, refusal
from page import Page, object_in, words_of
from transport import NoAnswer, Request, ask

_STORED, _STORED_BEFORE = 200, 412
_FORBIDDEN = 403


class PageDoor:
    def __init__(self, page: Page, ledger: Ledger) -> None:
        self._page, self._ledger = page, ledger

    def bring(self, clip: Clip, file: BinaryIO, sha256: str) -> None:
        """Returns when the clip is in the bank; raises Waits, or HasChanged if it changed during the upload."""
        try:
            self._bring(clip, file, sha256)
        except NoAnswer as error:
            raise no_connection(str(error)) from error

    def _bring(self, clip: Clip, file: BinaryIO, sha256: str) -> None:
        # Recorded before it is used: after a crash the same link is tried again, and stores nothing twice.
        link = self._ledger.link_of(clip, sha256)
        if link is None:
            link = self._sign(clip)
            self._ledger.note_link(clip, sha256, link)
        body = ClipBody(clip, file, sha256)
        answer = ask(Request(link["method"], link["url"], link["headers"], body))
        if answer.status in (_STORED, _STORED_BEFORE):
            return
        if answer.status != _FORBIDDEN:
            raise refusal(answer, "")
        # It has probably expired, perhaps after an upload whose response was lost.
        if self._has_arrived(link["session"]):
            return
        self._ledger.forget_link(clip)
        raise Waits(WARNING, "its upload link has expired; the next try requests another")

    def _sign(self, clip: Clip) -> dict[str, Any]:
        query = {
            "file": readable(clip.name),
            "size": clip.looks.size,
            "type": clip.content_type,
        }
        answer = self._page.get(f"/signed-url?{urlencode(query, quote_via=quote)}")
        if answer.status != 200:
            raise refusal(answer, words_of(answer))
        link = object_in(answer)
        if link is None or not _is_link(link):
            raise Waits(WARNING, "the upload page returned no link: is UPLOAD_URL its address?", True)
        return link

    def _has_arrived(self, session: str) -> bool:
        """Whether the video of an earlier try is in the bank: its own link returns the first byte."""
        answer = self._page.get(f"/metadata/{quote(session)}")
        view = object_in(answer) if answer.status == 200 else None
        if view is None:
            return False
        video = view.get("videoUrl")
        if view.get("status") in (1, -1) or not isinstance(video, str):
            return view.get("status") in (1, -1)
        return ask(Request("GET", video, {"Range": "bytes=0-0"})).status == 206


def _is_link(link: dict[str, Any]) -> bool:
    headers = link.get("headers")
    return (
        all(isinstance(link.get(name), str) for name in ("session", "url", "method"))
        and isinstance(headers, dict)
        and all(isinstance(value, str) for value in headers.values())
        and link["url"].startswith(("https://", "http://"))
    )
