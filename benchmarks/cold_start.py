"""How long `licet check` takes from a cold process, as a whole.

Beside it, in the same run: an empty Python, `licet --version`, the limit of the project, and the first run ever (no cache yet).
Run: python benchmarks/cold_start.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 0.6
RUNS = 15
LICET = str(Path(sys.executable).with_name("licet"))
CHECK = [LICET, "check", "--item", "NXT:1980Di", "--from", "NL", "--to", "CN", "--date", "2024-03-27"]


def seconds(command: list[str], cache: str) -> float:
    start = time.perf_counter()
    # as installed, Python keeps the bytecode of the modules; an environment that forbids it would time the compiler
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env={**kept, "LICET_CACHE": cache})
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        seconds([LICET, "--version"], cache)
        first = seconds(CHECK, cache)
        rows = {"empty Python": [sys.executable, "-c", "pass"], "licet --version": [LICET, "--version"], "licet check": CHECK}
        print(f"median of {RUNS} runs; limit {LIMIT} s")
        for name, command in rows.items():
            median = statistics.median(seconds(command, cache) for _ in range(RUNS))
            print(f"{name:<40}{median:>8.3f} s" + (f"   {median / LIMIT:.2f} of the limit" if command is CHECK else ""))
        print(f"{'licet check, first run, nothing cached':<40}{first:>8.3f} s")


if __name__ == "__main__":
    main()
