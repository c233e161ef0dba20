"""Sends every finished clip of a camera's folder to the video bank: complete, exactly once, despite any failures."""

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
  FOLDER             the folder where the camera writes its clips
  CAMERA             the camera's name, used as its folder in the bank (default: the host name);
                     with a key, the name of the key's IAM user
  with a key (see README.md):
    BUCKET REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    ENDPOINT         only for your own bank: http://192.168.1.10:4566
  or without a key, through the upload page:
    UPLOAD_URL       the page's address
    PASSPHRASE       the bank's passphrase, if only its owner can upload
  MAX_MEGABYTES      maximum size of the folder (default: 4096)
  MIN_FREE_MEGABYTES minimum free space on its disk (default: 200)
  MIN_BYTES          minimum size of a clip (default: 1024)
  SETTLE_SECONDS     how long a closed clip must stay unchanged before it is sent (default: 10)
  POLL_SECONDS       how often to check the folder (default: 5)
  MAX_PAUSE_SECONDS  longest pause between tries of a clip (default: 300)

--once sends the finished clips, lists the others, and exits with
  0  every clip has arrived (other files are skipped and counted)
  1  a clip has not been sent: refused, unreadable, still being written, or no connection
  2  the configuration is invalid, or another video-drop uses the folder
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
        journal.say(WARNING, f"the configuration has {name}, which is not a setting")
    agent = Agent(settings, journal)
    if once:
        return _run_once(agent, settings, journal)
    _watch(agent, settings, journal)


def _run_once(agent: Agent, settings: Settings, journal: Journal) -> int:
    agent.round()
    if agent.look()[0]:
        # A clip seen for the first time just now has not settled yet.
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
            text = f"cannot read {shown(settings.folder)} ({error.strerror})"
            journal.say_once("folder", ERROR, text)
        time.sleep(settings.poll_seconds)


def _config_in(arguments: list[str]) -> str:
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        raise Unusable("usage: video-drop [--once] [CONFIG]; --help says more")
    return arguments[0] if arguments else DEFAULT_CONFIG


def _lock(folder: bytes) -> None:
    """Keeps a second agent out while this one is running."""
    try:
        fcntl.flock(os.open(folder, os.O_RDONLY | os.O_CLOEXEC), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Unusable(f"another video-drop is using {shown(folder)}") from error
    except OSError as error:
        raise Unusable(f"cannot open {shown(folder)} ({error.strerror})") from error


def _end_on_signals(code: int) -> None:
    def end(*_: object) -> NoReturn:
        raise SystemExit(code)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    # Sent if someone opens a file at the moment its lease is requested.
    signal.signal(signal.SIGIO, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
