"""The sent clips and those being sent, across restarts: by the name, size, time and content of each clip."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from typing import Any, Optional

from clips import Clip, Looks
from journal import WARNING, Journal, shown

_SCHEMA = """
CREATE TABLE IF NOT EXISTS arrived (name BLOB, sha256 TEXT, size INTEGER, mtime_ns INTEGER,
  PRIMARY KEY (name, sha256));
CREATE TABLE IF NOT EXISTS links (name BLOB PRIMARY KEY, sha256 TEXT, size INTEGER,
  mtime_ns INTEGER, link TEXT);
"""
_Statement = tuple[str, tuple[Any, ...]]


class Ledger:
    """Kept in memory and written through, so that a read-only card stops nothing."""

    def __init__(self, file: bytes, journal: Journal) -> None:
        self._file, self._journal = file, journal
        self._arrived: dict[bytes, dict[str, tuple[int, int]]] = {}
        self._links: dict[bytes, tuple[str, int, int, str]] = {}
        self._db: Optional[sqlite3.Connection] = None
        self._is_behind = True
        try:
            self._load()
        except sqlite3.OperationalError as error:
            self._cannot_write(error)
        except sqlite3.DatabaseError:
            self._set_damaged_aside()
        self.catch_up()

    def knows(self, name: bytes) -> bool:
        return name in self._arrived

    def has_arrived(self, name: bytes, sha256: str) -> bool:
        return sha256 in self._arrived.get(name, {})

    def is_as_sent(self, name: bytes, looks: Looks) -> bool:
        """Whether a file of this name, size and time has been sent."""
        return (looks.size, looks.mtime_ns) in self._arrived.get(name, {}).values()

    def note_arrival(self, name: bytes, looks: Looks, sha256: str) -> None:
        self._arrived.setdefault(name, {})[sha256] = (looks.size, looks.mtime_ns)
        self._links.pop(name, None)
        row = (name, sha256, looks.size, looks.mtime_ns)
        self._write(
            ("REPLACE INTO arrived VALUES (?, ?, ?, ?)", row),
            ("DELETE FROM links WHERE name = ?", (name,)),
        )

    def forget_all_but(self, names: set[bytes]) -> None:
        """Forgets clips that no longer exist."""
        gone = [(name,) for name in {*self._arrived, *self._links} - names]
        for (name,) in gone:
            self._arrived.pop(name, None)
            self._links.pop(name, None)
        if gone:
            self._write(
                *(("DELETE FROM arrived WHERE name = ?", name) for name in gone),
                *(("DELETE FROM links WHERE name = ?", name) for name in gone),
            )

    def link_of(self, clip: Clip, sha256: str) -> Optional[dict[str, Any]]:
        """The link issued for exactly this clip, not for another of the same name."""
        *state, link = self._links.get(clip.name, ("", 0, 0, ""))
        return json.loads(link) if state == [sha256, clip.looks.size, clip.looks.mtime_ns] else None

    def note_link(self, clip: Clip, sha256: str, link: dict[str, Any]) -> None:
        row = (sha256, clip.looks.size, clip.looks.mtime_ns, json.dumps(link))
        self._links[clip.name] = row
        self._write(("REPLACE INTO links VALUES (?, ?, ?, ?, ?)", (clip.name, *row)))

    def forget_link(self, clip: Clip) -> None:
        self._links.pop(clip.name, None)
        self._write(("DELETE FROM links WHERE name = ?", (clip.name,)))

    def catch_up(self) -> None:
        """Writes entries that could not be written earlier."""
        if not self._is_behind:
            return
        arrivals = [
            (name, sha256, *state)
            for name, states in self._arrived.items()
            for sha256, state in states.items()
        ]
        self._write(
            ("DELETE FROM arrived", ()),
            ("DELETE FROM links", ()),
            *(("INSERT INTO arrived VALUES (?, ?, ?, ?)", row) for row in arrivals),
            *(("INSERT INTO links VALUES (?, ?, ?, ?, ?)", (n, *s)) for n, s in self._links.items()),
        )

    def _load(self) -> None:
        db = sqlite3.connect(os.fsdecode(self._file))
        with contextlib.suppress(sqlite3.OperationalError):
            db.executescript(_SCHEMA)  # A card that has gone read-only is still read.
        for name, sha256, size, mtime_ns in db.execute("SELECT * FROM arrived"):
            self._arrived.setdefault(name, {})[sha256] = (size, mtime_ns)
        for name, *state in db.execute("SELECT * FROM links"):
            self._links[name] = tuple(state)
        self._db, self._is_behind = db, False

    def _set_damaged_aside(self) -> None:
        self._arrived, self._links = {}, {}
        self._journal.say(WARNING, f"{shown(self._file)} is damaged: it is set aside")
        with contextlib.suppress(OSError):
            os.replace(self._file, self._file + b".damaged")

    def _write(self, *statements: _Statement) -> None:
        try:
            if self._db is None:
                self._db = sqlite3.connect(os.fsdecode(self._file))
                self._db.executescript(_SCHEMA)
            with self._db:
                for statement in statements:
                    self._db.execute(*statement)
            self._is_behind = False
            self._journal.is_over("ledger")
        except sqlite3.Error as error:
            self._cannot_write(error)

    def _cannot_write(self, error: sqlite3.Error) -> None:
        if self._db is not None:
            self._db.close()
        self._db, self._is_behind = None, True
        text = f"cannot write to {shown(self._file)} ({error}): sent clips are remembered only until the next start"
        self._journal.say_once("ledger", WARNING, text)
