"""Why a clip waits."""

from __future__ import annotations

import time

from journal import ERROR, WARNING
from transport import Answer

_KEY_CODES = ("InvalidAccessKeyId", "SignatureDoesNotMatch")
# 409: two simultaneous tries at the same key.
_BUSY_CODES = ("SlowDown", "RequestTimeout", "ConditionalRequestConflict", "OperationAborted")


class Waits(Exception):
    """The clip waits for another try; `for_all` if the cause is probably not the clip."""

    def __init__(self, level: int, reason: str, for_all: bool = False) -> None:
        super().__init__(reason)
        self.level, self.reason, self.for_all = level, reason, for_all


class NotYet(Exception):
    """The clip is not finished."""


def no_connection(reason: str) -> Waits:
    return Waits(WARNING, f"no connection ({reason})", for_all=True)


def refusal(answer: Answer, words: str) -> Waits:
    """What an error response means for the clip."""
    status, code = answer.status, answer.s3_code
    said = " ".join(filter(None, (f"HTTP {status}", code, words)))
    if code == "RequestTimeTooSkewed":
        clock = time.strftime("%Y-%m-%d %H:%M %z")
        return Waits(WARNING, f"the clock is wrong ({clock}) and must be set first", for_all=True)
    if code == "AccessDenied":
        mend = "it can write only if CAMERA is the name of its IAM user"
        return Waits(ERROR, f"the key is refused ({code}): {mend}", for_all=True)
    if code in _KEY_CODES:
        mend = "put a valid one into the configuration"
        return Waits(ERROR, f"the key is refused ({code}): {mend}", for_all=True)
    if status >= 500 or status == 429 or code in _BUSY_CODES:
        return Waits(WARNING, f"the bank is busy ({said})", for_all=True)
    return Waits(ERROR, f"the bank refuses it: {said}")
