"""The agent's messages, one line each, in the format of systemd's journal."""

import sys
import time

# The journal reads "<N>" as a line's priority.
ERROR, WARNING, INFO = 3, 4, 6

_AGAIN_AFTER_SECONDS = 3600


def shown(name: bytes) -> str:
    """A file's name on one line, whatever bytes it contains."""
    text = name.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Journal:
    """Writes lines; repeats an unchanged one once an hour instead of at every pass."""

    def __init__(self) -> None:
        self._said: dict[object, tuple[str, float]] = {}

    def say(self, level: int, text: str) -> None:
        sys.stdout.write(f"<{level}>{text}\n")
        sys.stdout.flush()

    def say_once(self, topic: object, level: int, text: str, same_as: str = "") -> None:
        """Writes the line, unless the same or an equivalent one was just written on this topic."""
        last, at = self._said.get(topic, ("", 0.0))
        if last == (same_as or text) and time.monotonic() - at < _AGAIN_AFTER_SECONDS:
            return
        self._said[topic] = (same_as or text, time.monotonic())
        self.say(level, text)

    def is_over(self, topic: object) -> None:
        """The error is over: the next one of its kind is written again."""
        self._said.pop(topic, None)
