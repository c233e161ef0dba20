"""Clips of the folder: what they look like, who is one, and their content."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import BinaryIO, Optional

from formats import content_type_of, extension_of

_CHUNK_BYTES = 2**20


@dataclass(frozen=True)
class Looks:
    """What tells one state of a file from another without reading it."""

    size: int
    mtime_ns: int
    inode: int

    @staticmethod
    def of(found: os.stat_result) -> Looks:
        return Looks(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(frozen=True)
class Clip:
    name: bytes
    path: bytes
    looks: Looks

    @property
    def content_type(self) -> str:
        return content_type_of(self.name) or "application/octet-stream"


class HasChanged(Exception):
    """The clip is no longer what it was when it was looked at."""


def list_clips(folder: bytes) -> tuple[list[Clip], dict[str, list[bytes]]]:
    """The clips of a folder, and what is none, by the reason why."""
    clips: list[Clip] = []
    others: dict[str, list[bytes]] = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            continue
        reason = _no_clip(name, found.st_mode)
        if reason is None:
            clips.append(Clip(name, path, Looks.of(found)))
        elif reason:
            others.setdefault(reason, []).append(name)
    return clips, others


def _no_clip(name: bytes, mode: int) -> Optional[str]:
    if name in (b".sent", b".sending"):
        return ""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISLNK(mode):
        return "a link"
    if not stat.S_ISREG(mode):
        return "no file"
    # Programs that copy give a file its name when it is whole.
    if name.startswith(b"."):
        return "hidden"
    if content_type_of(name) is None:
        extension = extension_of(name)
        return f"no video's name (.{extension})" if extension.isalnum() else "no video's name"
    return None


def open_clip(clip: Clip) -> BinaryIO:
    """The very file that was listed, never one behind a link; raises HasChanged when it is another by now."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    file = os.fdopen(os.open(clip.path, flags), "rb", buffering=0)
    if Looks.of(os.fstat(file.fileno())) != clip.looks:
        file.close()
        raise HasChanged
    return file


def hash_of(file: BinaryIO) -> str:
    """The SHA-256 of the whole file, in hex."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def check_unchanged(clip: Clip, file: BinaryIO) -> None:
    """Raises HasChanged unless both the open file and what has its name now are as they were listed."""
    try:
        found = [os.fstat(file.fileno()), os.lstat(clip.path)]
    except FileNotFoundError as error:
        raise HasChanged from error
    if any(Looks.of(one) != clip.looks for one in found):
        raise HasChanged


class ClipBody:
    """The bytes of a clip on their way: the last ones are given only while the clip is what was hashed."""

    def __init__(self, clip: Clip, file: BinaryIO, sha256: str) -> None:
        self.clip, self.file, self.sha256 = clip, file, sha256

    def chunks(self):
        digest = hashlib.sha256()
        left = self.clip.looks.size
        self.file.seek(0)
        while left > 0:
            chunk = self.file.read(min(left, _CHUNK_BYTES))
            digest.update(chunk)
            left -= len(chunk)
            check_unchanged(self.clip, self.file)
            if not chunk or (left == 0 and digest.hexdigest() != self.sha256):
                raise HasChanged
            yield chunk
