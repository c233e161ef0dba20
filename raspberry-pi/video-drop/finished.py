"""When a clip is finished: its writer has closed it, and it has not changed for a while."""

from __future__ import annotations

import time
from typing import BinaryIO, Optional

from clips import Clip, Looks
from settings import Settings
from writers import FolderWatch, has_writer

# How long a file must stay unchanged if only inotify has missed that it was closed, as after truncate(2).
_PATIENCE_SECONDS = 3600


class Finished:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._watch = FolderWatch(settings.folder)
        self._seen: dict[bytes, tuple[Looks, float]] = {}

    def look(self, clips: list[Clip]) -> None:
        """Records since when each clip has been unchanged, as observed: a Pi's clock may be set at any time."""
        self._watch.look()
        before, now = self._seen, time.monotonic()
        self._seen = {}
        for clip in clips:
            looks, since = before.get(clip.name, (clip.looks, now))
            self._seen[clip.name] = (clip.looks, since if looks == clip.looks else now)

    def is_settled(self, clip: Clip) -> bool:
        return self._rested_seconds(clip) >= self._settings.settle_seconds

    def what_is_missing(self, clip: Clip, file: BinaryIO) -> Optional[str]:
        """Why a clip cannot be sent yet; None if it is finished."""
        if clip.looks.size < self._settings.min_bytes:
            return f"it has only {clip.looks.size} bytes, fewer than MIN_BYTES"
        written = has_writer(file)
        if written is None:
            rests = self._rested_seconds(clip) >= _PATIENCE_SECONDS
            written = self._watch.is_written(clip.name) and not rests
        return "it is still being written" if written else None

    def _rested_seconds(self, clip: Clip) -> float:
        looks, since = self._seen.get(clip.name, (None, 0.0))
        return time.monotonic() - since if looks == clip.looks else 0.0
