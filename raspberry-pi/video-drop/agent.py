"""Passes over the folder: sends each finished clip to the bank, without one blocking another."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import BinaryIO, Union

from clips import Clip, HasChanged, Looks, check_unchanged, hash_of, list_clips, open_clip
from finished import Finished
from journal import ERROR, INFO, WARNING, Journal, shown
from key_door import KeyDoor
from ledger import Ledger
from outcomes import NotYet, Waits
from page import Page
from page_door import PageDoor
from sent_folder import SentFolder
from settings import Settings

# If this many clips in a row fail for reasons that are not theirs, the bank or the network is the cause.
_TROUBLES_OF_ALL = 2


@dataclass
class Try:
    """How often a clip in this state has been tried, and when the next try is due."""

    looks: Looks
    times: int = 0
    due_at: float = 0.0
    for_all: bool = False


class Agent:
    def __init__(self, settings: Settings, journal: Journal) -> None:
        self._settings, self._journal = settings, journal
        self._finished = Finished(settings)
        notes = os.path.join(settings.folder, b".sending")
        for folder in (notes, os.path.join(settings.folder, b".sent")):
            _make_folder(folder, journal)
        self._ledger = Ledger(os.path.join(notes, b"ledger.db"), journal)
        self._sent = SentFolder(settings, self._ledger, journal)
        self._door: Union[KeyDoor, PageDoor] = (
            KeyDoor(settings.key, settings.camera)
            if settings.key
            else PageDoor(Page(settings.upload_url, settings.passphrase), self._ledger)
        )
        self._tries: dict[bytes, Try] = {}
        self._hashes: dict[bytes, tuple[Looks, str]] = {}
        self._bank_pause = 0.0
        self._bank_due_at = 0.0
        self.sent_count = 0

    def look(self) -> tuple[list[Clip], int]:
        """The waiting clips, and how many files are not clips; here the agent also starts to time how long clips settle."""
        clips, others = list_clips(self._settings.folder)
        for reason, names in others.items():
            some = ", ".join(f"'{shown(name)}'" for name in names[:3])
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            text = f"skipped, {reason}: {some}{more}"
            self._journal.say_once(("skipped", reason), INFO, text, same_as=reason)
        self._finished.look(clips)
        return clips, sum(map(len, others.values()))

    def round(self) -> None:
        """Sends the clips that are finished and due, and frees up space."""
        self._ledger.catch_up()
        self._sent.put_back_changed()
        # Before anything needs space on a full disk.
        self._sent.clean_up()
        clips, _ = self.look()
        self._forget_all_but({clip.name for clip in clips})
        if time.monotonic() >= self._bank_due_at:
            self._bring_all(clips)
        self._sent.clean_up()

    def say_what_is_unsettled(self, clips: list[Clip]) -> None:
        for clip in clips:
            if not self._finished.is_settled(clip):
                self._journal.say(INFO, f"'{shown(clip.name)}' waits: it is still changing")

    def _bring_all(self, clips: list[Clip]) -> None:
        troubles = 0
        for clip in sorted(filter(self._is_due, clips), key=self._turn):
            try:
                self._bring(clip)
            except NotYet as reason:
                self._say_that_it_waits(clip, INFO, str(reason))
            except (HasChanged, FileNotFoundError):
                self._journal.say(INFO, f"'{shown(clip.name)}' has just changed: it waits")
            except Waits as waits:
                self._postpone(clip, waits)
                troubles = troubles + 1 if waits.for_all else 0
                if troubles == _TROUBLES_OF_ALL:
                    self._pause_all()
                    return
            except OSError as error:
                self._postpone(clip, Waits(ERROR, f"it cannot be read ({error.strerror})"))
            else:
                troubles = 0
                self._end_of_trouble(clip)

    def _bring(self, clip: Clip) -> None:
        with open_clip(clip) as file:
            missing = self._finished.what_is_missing(clip, file)
            if missing:
                raise NotYet(missing)
            sha256 = self._hash(clip, file)
            if not self._ledger.has_arrived(clip.name, sha256):
                self._door.bring(clip, file, sha256)
            check_unchanged(clip, file)
            # Before the move, so that clips in .sent are known whenever the power fails.
            self._ledger.note_arrival(clip.name, clip.looks, sha256)
        self._sent.take(clip)
        self.sent_count += 1
        self._journal.say(INFO, f"sent '{shown(clip.name)}'")

    def _hash(self, clip: Clip, file: BinaryIO) -> str:
        looks, sha256 = self._hashes.get(clip.name, (None, ""))
        if looks != clip.looks:
            sha256 = hash_of(file)
            check_unchanged(clip, file)
            self._hashes[clip.name] = (clip.looks, sha256)
        return sha256

    def _is_due(self, clip: Clip) -> bool:
        return self._finished.is_settled(clip) and self._try_of(clip).due_at <= time.monotonic()

    def _turn(self, clip: Clip) -> tuple[int, int, bytes]:
        # Clips that keep failing come last; of the others, the oldest recording comes first.
        return self._try_of(clip).times, clip.looks.mtime_ns, clip.name

    def _try_of(self, clip: Clip) -> Try:
        found = self._tries.get(clip.name)
        return found if found and found.looks == clip.looks else Try(clip.looks)

    def _postpone(self, clip: Clip, waits: Waits) -> None:
        self._say_that_it_waits(clip, waits.level, waits.reason)
        times = self._try_of(clip).times + 1
        due_at = time.monotonic() + self._pause_after(times)
        self._tries[clip.name] = Try(clip.looks, times, due_at, waits.for_all)

    def _pause_all(self) -> None:
        self._bank_pause = min(
            max(self._bank_pause * 2, self._settings.poll_seconds), self._settings.max_pause_seconds
        )
        self._bank_due_at = time.monotonic() + self._bank_pause

    def _end_of_trouble(self, clip: Clip) -> None:
        self._journal.is_over(clip.name)
        self._bank_pause = self._bank_due_at = 0.0
        for one in self._tries.values():
            if one.for_all:
                one.due_at = 0.0

    def _pause_after(self, times: int) -> float:
        pause = self._settings.poll_seconds * 2 ** min(times, 20)
        return min(pause, self._settings.max_pause_seconds)

    def _say_that_it_waits(self, clip: Clip, level: int, reason: str) -> None:
        self._journal.say_once(clip.name, level, f"'{shown(clip.name)}' waits: {reason}")

    def _forget_all_but(self, names: set[bytes]) -> None:
        for known in (self._tries, self._hashes):
            for name in known.keys() - names:
                known.pop(name)
        self._ledger.forget_all_but(names | self._sent.names())


def _make_folder(folder: bytes, journal: Journal) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        journal.say(WARNING, f"cannot create {shown(folder)} ({error.strerror})")
