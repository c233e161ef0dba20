"""The folder's clips: their state, which files are clips, and their content."""

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
    """Distinguishes states of a file without reading it."""

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
    """The clip has changed since it was listed."""


def list_clips(folder: bytes) -> tuple[list[Clip], dict[str, list[bytes]]]:
    """The clips of a folder, and the other files by the reason why they are not clips."""
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
    # Programs that copy rename a file once it is complete.
    if name.startswith(b"."):
        return "hidden"
    if content_type_of(name) is None:
        extension = extension_of(name)
        return f"not a video's name (.{extension})" if extension.isalnum() else "not a video's name"
    return None


def open_clip(clip: Clip) -> BinaryIO:
    """Opens exactly the listed file, never one behind a link; raises HasChanged if it is another by now."""
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
    """Raises HasChanged unless both the open file and the one that now has its name are as listed."""
    try:
        found = [os.fstat(file.fileno()), os.lstat(clip.path)]
    except FileNotFoundError as error:
        raise HasChanged from error
    if any(Looks.of(one) != clip.looks for one in found):
        raise HasChanged


class ClipBody:
    """The bytes of a clip being sent: yields the last ones only if the clip still matches its hash."""

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
