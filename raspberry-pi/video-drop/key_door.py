"""Uploads with a key: one object per clip, created only if it does not exist."""

from __future__ import annotations

import base64
import datetime
from typing import BinaryIO
from urllib.parse import quote

from clips import Clip, ClipBody
from outcomes import no_connection, refusal
from settings import Key
from sigv4 import sign
from transport import NoAnswer, Request, ask, path_of

_CREATED, _THERE_ALREADY = 200, 412


class KeyDoor:
    def __init__(self, key: Key, camera: str) -> None:
        self._key, self._camera = key, camera

    def bring(self, clip: Clip, file: BinaryIO, sha256: str) -> None:
        """Returns when the clip is in the bank; raises Waits, or HasChanged if it changed during the upload."""
        object_key = f"videos/{self._camera}/{_object_name(clip.name, sha256)}"
        url = f"{self._key.endpoint}/{quote(self._key.bucket)}/{quote(object_key)}"
        headers = {
            "host": url.split("/")[2],
            "content-type": clip.content_type,
            "if-none-match": "*",
            "x-amz-content-sha256": sha256,
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(sha256)).decode(),
            "x-amz-meta-camera": quote(self._camera, safe=" +=,.@_-"),
            "x-amz-meta-file-time": _local_time(clip.looks.mtime_ns),
        }
        signed = sign("PUT", path_of(url), headers, self._key)
        try:
            answer = ask(Request("PUT", url, signed, ClipBody(clip, file, sha256)))
        except NoAnswer as error:
            raise no_connection(str(error)) from error
        # 412: it already exists, complete, from a try that crashed before the response.
        if answer.status not in (_CREATED, _THERE_ALREADY):
            raise refusal(answer, "")


def _object_name(name: bytes, sha256: str) -> str:
    stem, _, extension = readable(name).rpartition(".")
    return f"{stem}-{sha256[:12]}.{extension}"


def readable(name: bytes) -> str:
    """A name that can be part of a key: Unicode, without the control characters that XML cannot represent."""
    text = name.decode("utf-8", "surrogateescape")
    return "".join("_" if _is_unfit(c) else c for c in text)


def _is_unfit(character: str) -> bool:
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)


def _local_time(mtime_ns: int) -> str:
    """When the file was last written, with this machine's UTC offset."""
    moment = datetime.datetime.fromtimestamp(mtime_ns // 10**9, datetime.timezone.utc)
    return moment.astimezone().isoformat()
