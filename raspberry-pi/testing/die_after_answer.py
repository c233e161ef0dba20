"""Runs the agent, and dies like a power cut when a PUT is answered, or `--before` it is made."""

import os
import runpy
import sys

arguments = sys.argv[1:]
before = arguments[0] == "--before"
sys.argv = arguments[1:] if before else arguments
sys.path.insert(0, sys.argv[0])

import transport  # noqa: E402

ask = transport.ask


def ask_and_die(request):
    if request.method == "PUT" and before:
        os.kill(os.getpid(), 9)
    answer = ask(request)
    if request.method == "PUT":
        os.kill(os.getpid(), 9)
    return answer


transport.ask = ask_and_die
runpy.run_path(sys.argv[0], run_name="__main__")
