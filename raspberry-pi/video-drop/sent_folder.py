"""Clips that have arrived: kept in .sent while there is space, and checked for changes."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
from typing import Iterator

from clips import Clip, HasChanged, Looks, hash_of, open_clip
from journal import ERROR, WARNING, Journal, shown
from ledger import Ledger
from outcomes import Waits
from settings import Settings
from writers import has_writer

_MAX_NAME_BYTES = 255
_AT_FDCWD, _RENAME_NOREPLACE = -100, 1
# Sent by an earlier version, which recorded nothing.
_UNKNOWN_HASH = ""


class SentFolder:
    def __init__(self, settings: Settings, ledger: Ledger, journal: Journal) -> None:
        self._settings, self._ledger, self._journal = settings, ledger, journal
        self._folder = settings.folder
        self._path = os.path.join(settings.folder, b".sent")

    def take(self, clip: Clip) -> None:
        """Moves a clip that has arrived here; raises Waits if that fails."""
        target = os.path.join(self._path, clip.name)
        try:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self._path)
            # The clip that it replaces may have grown since the last check.
            with contextlib.suppress(FileNotFoundError):
                self._put_back_if_changed(Clip(clip.name, target, Looks.of(os.lstat(target))))
            os.replace(clip.path, target)
        except FileNotFoundError:
            return  # Its owner has taken it away.
        except OSError as error:
            reason = f"it has arrived, but cannot be moved to .sent ({error.strerror})"
            raise Waits(ERROR, reason) from error

    def put_back_changed(self) -> None:
        """Moves back clips that were written to after they were sent, so that they are sent again completely."""
        for clip in self._list():
            try:
                self._put_back_if_changed(clip)
                self._journal.is_over(("put back", clip.name))
            except OSError as error:
                text = f"'{shown(clip.name)}' in .sent has changed and cannot be put back"
                self._journal.say_once(("put back", clip.name), ERROR, f"{text} ({error.strerror})")

    def names(self) -> set[bytes]:
        return {clip.name for clip in self._list()}

    def clean_up(self) -> None:
        """Deletes sent clips, oldest first, until there is enough space."""
        used = sum(_sizes_in(self._folder)) + sum(_sizes_in(self._path))
        for clip in sorted(self._list(), key=_moved_at):
            if not self._is_too_full(used):
                break
            if not self._ledger.is_as_sent(clip.name, clip.looks) or _is_in_use(clip):
                continue
            try:
                used -= os.lstat(clip.path).st_blocks * 512
                os.unlink(clip.path)
            except OSError as error:
                text = f"'{shown(clip.name)}' cannot be deleted from .sent ({error.strerror})"
                self._journal.say_once("clean up", ERROR, text)
                return
        self._journal.is_over("clean up")
        if self._is_too_full(used):
            text = "the folder or its disk is full, but it has no more sent clips: nothing is deleted"
            self._journal.say_once("full", WARNING, text)
        else:
            self._journal.is_over("full")

    def _is_too_full(self, used: int) -> bool:
        disk = os.statvfs(self._folder)
        free = disk.f_bavail * disk.f_frsize
        return used > self._settings.max_bytes or free < self._settings.min_free_bytes

    def _put_back_if_changed(self, clip: Clip) -> None:
        if self._ledger.is_as_sent(clip.name, clip.looks):
            return
        if not self._ledger.knows(clip.name):
            self._ledger.note_arrival(clip.name, clip.looks, _UNKNOWN_HASH)
            return
        try:
            with open_clip(clip) as file:
                sha256 = hash_of(file)
        except (HasChanged, FileNotFoundError):
            return  # The next look sees what it has become.
        if self._ledger.has_arrived(clip.name, sha256):
            # Only its time has changed, as when a card with two-second timestamps is mounted again.
            self._ledger.note_arrival(clip.name, clip.looks, sha256)
            return
        name = _move_to_free_name(clip, self._folder)
        text = f"'{shown(clip.name)}' has changed since it was sent: put back as '{shown(name)}'"
        self._journal.say(WARNING, text)

    def _list(self) -> list[Clip]:
        clips = []
        with contextlib.suppress(OSError):
            for name in os.listdir(self._path):
                with contextlib.suppress(OSError):
                    path = os.path.join(self._path, name)
                    found = os.lstat(path)
                    if stat.S_ISREG(found.st_mode):
                        clips.append(Clip(name, path, Looks.of(found)))
        return clips


def _move_to_free_name(clip: Clip, folder: bytes) -> bytes:
    for name in _names_like(clip.name):
        target = os.path.join(folder, name)
        try:
            _rename_new(clip.path, target)
            return name
        except FileExistsError:
            continue
    raise AssertionError("names never end")


def _names_like(name: bytes) -> Iterator[bytes]:
    yield name
    stem, dot, extension = name.rpartition(b".")
    number = 2
    while True:
        end = b"-%d%s%s" % (number, dot, extension)
        yield stem[: _MAX_NAME_BYTES - len(end)] + end
        number += 1


def _rename_new(source: bytes, target: bytes) -> None:
    """Renames without replacing, even if a camera creates a file of that name at the same moment."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, source, _AT_FDCWD, target, _RENAME_NOREPLACE) == 0:
        return
    code = ctypes.get_errno()
    if code not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(code, os.strerror(code), source)
    # A file system that cannot do this atomically.
    if os.path.lexists(target):
        raise FileExistsError(target)
    os.rename(source, target)


def _is_in_use(clip: Clip) -> bool:
    try:
        with open_clip(clip) as file:
            return has_writer(file) is True
    except HasChanged:
        return True
    except OSError:
        return False


def _moved_at(clip: Clip) -> tuple[int, bytes]:
    with contextlib.suppress(OSError):
        return os.lstat(clip.path).st_ctime_ns, clip.name
    return 0, clip.name


def _sizes_in(folder: bytes) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                yield entry.stat(follow_symlinks=False).st_blocks * 512
