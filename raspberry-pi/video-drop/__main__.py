"""Sends every finished clip of a camera's folder to the video bank: once, whole, whatever happens on the way."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from typing import NoReturn

from agent import Agent
from journal import ERROR, INFO, WARNING, Journal, shown
from settings import Settings, Unusable, read_settings

DEFAULT_CONFIG = "/etc/video-drop.conf"
HELP = f"""\
video-drop [--once] [CONFIG]   default CONFIG: {DEFAULT_CONFIG}

CONFIG has lines NAME=value:
  FOLDER             where the camera puts its clips
  CAMERA             its name, the folder of its clips in the bank (default: the host's name);
                     with a key, the name of the key's IAM user
  with a key of its own (see README.md):
    BUCKET REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    ENDPOINT         only for a bank of your own: http://192.168.1.10:4566
  or without any key, through the upload page:
    UPLOAD_URL       the page's address
    PASSPHRASE       the bank's, where only its owner may upload
  MAX_MEGABYTES      what the folder may hold (default: 4096)
  MIN_FREE_MEGABYTES what its disk must keep free (default: 200)
  MIN_BYTES          a clip with fewer bytes is not sent (default: 1024)
  SETTLE_SECONDS     how long a clip must stay as it is once its writer has closed it (default: 10)
  POLL_SECONDS       how often to look (default: 5)
  MAX_PAUSE_SECONDS  the longest pause between tries of one clip (default: 300)

--once sends what is finished, names what is left, and ends. It ends with
  0  every clip has arrived (files that are no clips are skipped, named and counted)
  1  a clip is left: refused, not readable, still being written, or there is no connection
  2  the configuration cannot be used, or another video-drop works on the folder
"""
SOMETHING_IS_LEFT, UNUSABLE = 1, 2


def main(arguments: list[str]) -> int:
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if "-h" in arguments or "--help" in arguments:
        print(HELP, end="")
        return 0
    once = arguments[:1] == ["--once"]
    journal = Journal()
    _end_on_signals(SOMETHING_IS_LEFT if once else 0)
    try:
        settings, unknown = read_settings(_config_in(arguments[1:] if once else arguments))
        _lock(settings.folder)
    except Unusable as error:
        journal.say(ERROR, str(error))
        return UNUSABLE
    for name in unknown:
        journal.say(WARNING, f"the configuration has {name}, which is no setting")
    agent = Agent(settings, journal)
    if once:
        return _run_once(agent, settings, journal)
    _watch(agent, settings, journal)


def _run_once(agent: Agent, settings: Settings, journal: Journal) -> int:
    agent.round()
    if agent.look()[0]:
        # What was seen for the first time just now had no time to rest.
        time.sleep(settings.settle_seconds)
        agent.round()
    left, skipped = agent.look()
    agent.say_what_is_unsettled(left)
    journal.say(INFO, f"{agent.sent_count} sent, {len(left)} left, {skipped} skipped")
    return SOMETHING_IS_LEFT if left else 0


def _watch(agent: Agent, settings: Settings, journal: Journal) -> NoReturn:
    journal.say(INFO, f"watching {shown(settings.folder)}")
    while True:
        try:
            agent.round()
            journal.is_over("folder")
        except OSError as error:
            text = f"cannot look into {shown(settings.folder)} ({error.strerror})"
            journal.say_once("folder", ERROR, text)
        time.sleep(settings.poll_seconds)


def _config_in(arguments: list[str]) -> str:
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        raise Unusable("usage: video-drop [--once] [CONFIG]; --help says more")
    return arguments[0] if arguments else DEFAULT_CONFIG


def _lock(folder: bytes) -> None:
    """Keeps a second agent out for as long as this one lives."""
    try:
        fcntl.flock(os.open(folder, os.O_RDONLY | os.O_CLOEXEC), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Unusable(f"another video-drop works on {shown(folder)}") from error
    except OSError as error:
        raise Unusable(f"cannot open {shown(folder)} ({error.strerror})") from error


def _end_on_signals(code: int) -> None:
    def end(*_: object) -> NoReturn:
        raise SystemExit(code)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    # Sent when somebody opens a file at the very moment at which its lease is asked for.
    signal.signal(signal.SIGIO, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
