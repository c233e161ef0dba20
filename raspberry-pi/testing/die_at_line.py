"""Runs the agent, and dies like a power cut at the Nth line of it: die_at_line.py N AGENT ARGUMENTS…"""

import os
import runpy
import sys

count, agent = int(sys.argv[1]), sys.argv[2]
sys.argv = sys.argv[2:]
passed = 0


def trace(frame, event, _):
    global passed
    if not frame.f_code.co_filename.startswith(agent):
        return None
    if event == "line":
        passed += 1
        if passed == count:
            os.kill(os.getpid(), 9)
    return trace


sys.settrace(trace)
runpy.run_path(agent, run_name="__main__")
