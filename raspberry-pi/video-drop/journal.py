"""What the agent says, a line each, as systemd's journal reads it."""

import sys
import time

# The journal knows "<N>" as a line's priority.
ERROR, WARNING, INFO = 3, 4, 6

_AGAIN_AFTER_SECONDS = 3600


def shown(name: bytes) -> str:
    """A file's name on one line, whatever bytes it has."""
    text = name.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Journal:
    """Writes lines; what stays the same is repeated once an hour and not at every look."""

    def __init__(self) -> None:
        self._said: dict[object, tuple[str, float]] = {}

    def say(self, level: int, text: str) -> None:
        sys.stdout.write(f"<{level}>{text}\n")
        sys.stdout.flush()

    def say_once(self, topic: object, level: int, text: str, same_as: str = "") -> None:
        """Says it unless the same, or what counts as the same, has just been said on this topic."""
        last, at = self._said.get(topic, ("", 0.0))
        if last == (same_as or text) and time.monotonic() - at < _AGAIN_AFTER_SECONDS:
            return
        self._said[topic] = (same_as or text, time.monotonic())
        self.say(level, text)

    def is_over(self, topic: object) -> None:
        """The trouble has ended: the next of its kind is news again."""
        self._said.pop(topic, None)
