"""The upload page's API, called as the owner if it requires one."""

from __future__ import annotations

import json
from typing import Any, Optional

from journal import ERROR, WARNING
from outcomes import Waits
from transport import Answer, Request, ask

_SIGNED_IN, _WRONG, _SIGN_IN_FIRST = 204, (400, 401), 401


class Page:
    def __init__(self, url: str, passphrase: str) -> None:
        self._url, self._passphrase = url, passphrase
        self._cookie = ""
        self._is_wrong = False

    def get(self, path: str) -> Answer:
        """The response; raises NoAnswer, or Waits if the owner is required and cannot sign in."""
        answer = self._get(path)
        if answer.status != _SIGN_IN_FIRST:
            return answer
        self._cookie = self._sign_in()
        return self._get(path)

    def _get(self, path: str) -> Answer:
        headers = {"Cookie": self._cookie} if self._cookie else {}
        return ask(Request("GET", self._url + path, headers))

    def _sign_in(self) -> str:
        if not self._passphrase:
            mend = "fill in PASSPHRASE, or use a key"
            raise Waits(ERROR, f"the page accepts videos only from its owner: {mend}", for_all=True)
        # Trying again would lock out everyone in this network.
        if self._is_wrong:
            raise _wrong()
        body = json.dumps({"passphrase": self._passphrase}).encode()
        headers = {"Content-Type": "application/json"}
        answer = ask(Request("POST", f"{self._url}/sign-in", headers, body))
        if answer.status in _WRONG:
            self._is_wrong = True
            raise _wrong()
        if answer.status != _SIGNED_IN or not answer.cookie:
            said = words_of(answer) or f"HTTP {answer.status}"
            raise Waits(WARNING, f"cannot sign in to the page ({said})", for_all=True)
        return answer.cookie


def _wrong() -> Waits:
    mend = "put the bank's passphrase into the configuration and restart"
    return Waits(ERROR, f"PASSPHRASE is wrong: {mend}", for_all=True)


def object_in(answer: Answer) -> Optional[dict[str, Any]]:
    """The JSON object of a response; None if there is none."""
    try:
        found = json.loads(answer.body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def words_of(answer: Answer) -> str:
    """The API's reason for a refusal."""
    problem = object_in(answer) or {}
    return " ".join(str(problem[part]) for part in ("message", "hint") if part in problem)
