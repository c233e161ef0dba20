"""The configuration file: lines NAME=value, quoted as in a shell."""

from __future__ import annotations

import math
import os
import platform
import re
import shlex
from dataclasses import dataclass
from typing import Optional
from urllib.parse import urlsplit

_KEY_TEXTS = ("BUCKET", "REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_TEXTS = ("FOLDER", "CAMERA", "PASSPHRASE", *_KEY_TEXTS)
_URLS = ("ENDPOINT", "UPLOAD_URL")
_NUMBERS = {
    # name: (default, least)
    "MAX_MEGABYTES": (4096, 0),
    "MIN_FREE_MEGABYTES": (200, 0),
    "MIN_BYTES": (1024, 1),
    "SETTLE_SECONDS": (10, 0),
    "POLL_SECONDS": (5, 0.1),
    "MAX_PAUSE_SECONDS": (300, 1),
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Unusable(Exception):
    """The configuration is invalid; the message says why."""


@dataclass(frozen=True)
class Key:
    """An access key, and the bucket that it opens."""

    bucket: str
    region: str
    id: str
    secret: str
    endpoint: str


@dataclass(frozen=True)
class Settings:
    folder: bytes
    camera: str
    key: Optional[Key]
    upload_url: str
    passphrase: str
    max_bytes: float
    min_free_bytes: float
    min_bytes: float
    settle_seconds: float
    poll_seconds: float
    max_pause_seconds: float


def read_settings(file: str) -> tuple[Settings, list[str]]:
    """The settings, and the unknown names in the file; raises Unusable."""
    given = _lines_of(file)
    known = (*_TEXTS, *_URLS, *_NUMBERS)
    texts = {name: given.get(name, "") for name in (*_TEXTS, *_URLS)}
    numbers = {name: _number(name, given.get(name, "")) for name in _NUMBERS}
    for name in _URLS:
        _check_url(name, texts[name])
    settings = Settings(
        folder=_folder(texts["FOLDER"]),
        camera=_camera(texts["CAMERA"] or platform.node()),
        key=None if texts["UPLOAD_URL"] else _key(texts, file),
        upload_url=texts["UPLOAD_URL"].rstrip("/"),
        passphrase=texts["PASSPHRASE"],
        max_bytes=numbers["MAX_MEGABYTES"] * 2**20,
        min_free_bytes=numbers["MIN_FREE_MEGABYTES"] * 2**20,
        min_bytes=numbers["MIN_BYTES"],
        settle_seconds=numbers["SETTLE_SECONDS"],
        poll_seconds=numbers["POLL_SECONDS"],
        max_pause_seconds=numbers["MAX_PAUSE_SECONDS"],
    )
    return settings, sorted(set(given) - set(known))


def _lines_of(file: str) -> dict[str, str]:
    try:
        # Including those of Windows, where a card is often prepared.
        with open(file, encoding="utf-8-sig", errors="surrogateescape") as config:
            lines = config.read().splitlines()
    except OSError as error:
        raise Unusable(
            f"cannot read {file} ({error.strerror}): copy video-drop.conf there and fill it in"
        ) from error
    given = {}
    for number, line in enumerate(lines, 1):
        try:
            words = shlex.split(line, comments=True)
        except ValueError as error:
            raise Unusable(f"{file}, line {number}: {error}") from error
        if not words:
            continue
        name, equals, value = words[-1].partition("=")
        if not equals or words[:-1] not in ([], ["export"]):
            raise Unusable(f"{file}, line {number}: not of the form NAME=value; quote spaces")
        given[name] = value
    return given


def _number(name: str, text: str) -> float:
    default, least = _NUMBERS[name]
    try:
        number = float(text) if text else default
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        raise Unusable(f"{name} must be a number of at least {least}, not '{text}'")
    return number


def _check_url(name: str, text: str) -> None:
    try:
        url = urlsplit(text)
        usable = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:
        usable = False
    if text and not usable:
        raise Unusable(f"{name} must be an address such as http://192.168.1.10:4566, not '{text}'")


def _folder(text: str) -> bytes:
    if not os.path.isdir(text):
        raise Unusable(f"FOLDER is not a folder: '{text}'")
    return os.fsencode(os.path.abspath(text))


def _camera(name: str) -> str:
    if _UUID.fullmatch(name):
        raise Unusable(f"CAMERA must not look like a session id: '{name}'")
    if "/" in name or name in (".", "..") or not name.isprintable():
        raise Unusable(f"CAMERA must be a name without slashes: '{name}'")
    return name


def _key(texts: dict[str, str], file: str) -> Key:
    for name in _KEY_TEXTS:
        if not texts[name]:
            raise Unusable(f"{name} is missing in {file}")
    return Key(
        bucket=texts["BUCKET"],
        region=texts["REGION"],
        id=texts["AWS_ACCESS_KEY_ID"],
        secret=texts["AWS_SECRET_ACCESS_KEY"],
        endpoint=(texts["ENDPOINT"] or f"https://s3.{texts['REGION']}.amazonaws.com").rstrip("/"),
    )
