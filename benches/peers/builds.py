"""Builds from nothing, with nothing changed, and of more pages: time, work of the cores, memory."""

import os
import subprocess
import sys
import time
from statistics import median

from tools import MEBIBYTE


def measure_cold(tools, corpus, runs):
    """All in turn, after a round that does not count and brings the files into memory."""
    rounds = {tool.name: [] for tool in tools}
    for run in range(runs + 1):
        for tool in tools:
            tool.begin_anew()
            timed = run_build(tool, corpus)
            if run > 0:
                rounds[tool.name].append(timed)
    return {tool.name: {**summary(rounds[tool.name]), **made(tool, {})} for tool in tools}


def measure_unchanged(tools, corpus, runs):
    rounds = {tool.name: [] for tool in tools}
    written = {tool.name: 0 for tool in tools}
    found = {}
    for tool in tools:
        tool.begin_anew()
        run_build(tool, corpus)
    for _ in range(runs):
        for tool in tools:
            before = files_of(tool)
            rounds[tool.name].append(run_build(tool, corpus))
            found[tool.name] = made(tool, before)
            written[tool.name] = max(written[tool.name], found[tool.name]["written"])
    return {tool.name: {**summary(rounds[tool.name]), **found[tool.name], "written": written[tool.name]}
            for tool in tools}


def measure_growth(tools, small, large, runs):
    """The small site and the large one in turn."""
    rounds = {(tool.name, size): [] for tool in tools for size in ("small", "large")}
    for run in range(runs + 1):
        for tool in tools:
            for size, corpus in (("small", small), ("large", large)):
                tool.begin_anew()
                timed = run_build(tool, corpus)
                if run > 0:
                    rounds[tool.name, size].append(timed)
    return {tool.name: {size: summary(rounds[tool.name, size]) for size in ("small", "large")}
            for tool in tools}


def run_build(tool, corpus):
    """Milliseconds of the clock and of all cores, and the most memory at one time. Python's own
    memory, about 15 MiB, is the least that can be told."""
    # What the build before this one wrote is not to be written out while this one is measured.
    os.sync()
    log = tool.folder / "log"
    with open(log, "wb") as file:
        begun = time.perf_counter()
        process = subprocess.Popen(tool.build(corpus), stdout=file, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{tool.name} could not build the site:\n{log.read_text(errors='replace')[-4000:]}")
    # Linux counts kilobytes here, macOS bytes.
    peak = used.ru_maxrss / MEBIBYTE if sys.platform == "darwin" else used.ru_maxrss / 1024
    return {"wall_ms": 1000 * wall, "cpu_ms": 1000 * (used.ru_utime + used.ru_stime), "peak_mib": peak}


def summary(timed):
    """The medians, but of memory the most, and every run."""
    return {"wall_ms": median(one["wall_ms"] for one in timed),
            "cpu_ms": median(one["cpu_ms"] for one in timed),
            "peak_mib": max(one["peak_mib"] for one in timed), "all": timed}


def made(tool, before):
    """What a tool has published, and how many files of it are not those of before."""
    after = files_of(tool)
    gone = sum(path not in after for path in before)
    return {"files": len(after),
            "html_bytes": sum(state[0] for path, state in after.items() if path.endswith(".html")),
            "written": gone + sum(before.get(path) != state for path, state in after.items())}


def files_of(tool):
    found = {}
    for folder, _, names in os.walk(tool.output()):
        for name in names:
            path = os.path.join(folder, name)
            state = os.stat(path)
            found[path] = (state.st_size, state.st_ino, state.st_mtime_ns)
    return found
