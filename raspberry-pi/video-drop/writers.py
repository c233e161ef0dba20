"""Whether a file is still being written to, by any process, according to the kernel."""

from __future__ import annotations

import ctypes
import fcntl
import os
import struct
from typing import BinaryIO, Optional

# https://man7.org/linux/man-pages/man7/inotify.7.html
_MODIFY, _CLOSE_WRITE, _MOVED_FROM, _MOVED_TO = 0x2, 0x8, 0x40, 0x80
_DELETE, _OVERFLOW = 0x200, 0x4000
_WATCHED = _MODIFY | _CLOSE_WRITE | _MOVED_FROM | _MOVED_TO | _DELETE
_EVENT = struct.Struct("iIII")


def has_writer(file: BinaryIO) -> Optional[bool]:
    """Whether any process has the file open for writing; None if the kernel does not say."""
    leased = _is_leasable(file)
    return _has_writer_in_proc(file) if leased is None else not leased


def _is_leasable(file: BinaryIO) -> Optional[bool]:
    # The kernel grants a read lease on your own files, or on any with CAP_LEASE, while nobody writes to them:
    # https://man7.org/linux/man-pages/man2/fcntl.2.html
    try:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return True
    except BlockingIOError:
        return False
    except OSError:
        return None


def _has_writer_in_proc(file: BinaryIO) -> Optional[bool]:
    ours = os.fstat(file.fileno())
    saw_all = True
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            for number in os.listdir(f"/proc/{process}/fd"):
                theirs = os.stat(f"/proc/{process}/fd/{number}")
                if (theirs.st_dev, theirs.st_ino) == (ours.st_dev, ours.st_ino):
                    if _is_for_writing(f"/proc/{process}/fdinfo/{number}"):
                        return True
        except PermissionError:
            saw_all = False
        except OSError:
            continue  # It has ended, or closed the file, in between.
    return False if saw_all else None


def _is_for_writing(fdinfo: str) -> bool:
    with open(fdinfo, encoding="ascii") as lines:
        flags = next(line for line in lines if line.startswith("flags:"))
    return int(flags.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY


class FolderWatch:
    """The files of a folder that were written to and not closed since, according to inotify."""

    def __init__(self, folder: bytes) -> None:
        self._written: set[bytes] = set()
        libc = ctypes.CDLL(None, use_errno=True)
        self._fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        # If it fails (its limits are used up), nothing is known about any file.
        if self._fd >= 0:
            libc.inotify_add_watch(self._fd, folder, _WATCHED)

    def is_written(self, name: bytes) -> bool:
        return name in self._written

    def look(self) -> None:
        """Reads the events since the last check."""
        while self._fd >= 0:
            try:
                events = os.read(self._fd, 2**16)
            except BlockingIOError:
                return
            at = 0
            while at < len(events):
                _, mask, _, length = _EVENT.unpack_from(events, at)
                at += _EVENT.size
                self._note(mask, events[at : at + length].rstrip(b"\0"))
                at += length

    def _note(self, mask: int, name: bytes) -> None:
        if mask & _OVERFLOW:
            self._written.clear()
        elif mask & _MODIFY:
            self._written.add(name)
        else:
            self._written.discard(name)
