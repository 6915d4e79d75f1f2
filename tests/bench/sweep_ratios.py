#!/usr/bin/env python3
"""The bars of `kickpath sweep`: what a run costs beside itself, and how well two jobs use two cores.

    tests/bench/sweep_ratios.py [--runs 2000] [--rounds 3] [--duration '40 ms']

The same replicas, three ways, interleaved: all in one process without a store (`kickpath run --replicas N`), a sweep with
-j 1, a sweep with -j 2. Wall time, medians of the rounds, so the machine should do nothing else (or `nice -n -20` it, as
root). Exit 1 when a bar is missed.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_OVERHEAD_MS = 5.0
LEAST_EFFICIENCY = 0.95


def seconds(command, folder):
    begun = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begun


def one_round(kickpath, study, scenario, options, folder):
    """Seconds in one process, with one job, with two."""
    plain = [kickpath, "run", scenario, "--replicas", str(options.runs), "--set", f"run.duration={options.duration}",
             "--set", "run.warmup=1 ms"]
    times = [seconds(plain, folder)]
    for jobs in ("1", "2"):
        store = os.path.join(folder, "s.sqlite")
        times.append(seconds([kickpath, "sweep", study, "--store", store, "-j", jobs], folder))
        os.remove(store)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kickpath", default=str(ROOT / "build" / "kickpath"))
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--duration", default="40 ms", help="simulated, of each run")
    options = parser.parse_args()
    scenario = str(ROOT / "scenarios" / "smoke" / "two-vms-same-core.yaml")
    with tempfile.TemporaryDirectory() as folder:
        study = os.path.join(folder, "s.yaml")
        pathlib.Path(study).write_text(
            f"schema: kickpath.study/1\nname: bench\nscenario: {scenario}\nreplicas: {options.runs}\n"
            f"set: {{run.duration: {options.duration}, run.warmup: 1 ms}}\n")
        rounds = [one_round(options.kickpath, study, scenario, options, folder) for _ in range(options.rounds)]
    plain, one, two = (statistics.median(times) for times in zip(*rounds))
    overhead = (one - plain) / options.runs * 1000
    efficiency = one / (2 * two)
    print(f"{options.runs} runs of {plain / options.runs * 1000:.2f} ms, median of {options.rounds} rounds")
    print(f"in one process {plain:.2f} s, -j 1 {one:.2f} s, -j 2 {two:.2f} s")
    print(f"overhead   {overhead:6.2f} ms a run   (bar: at most {MOST_OVERHEAD_MS})")
    print(f"efficiency {100 * efficiency:6.1f} % with -j 2 (bar: at least {100 * LEAST_EFFICIENCY:.0f} %)")
    return 0 if overhead <= MOST_OVERHEAD_MS and efficiency >= LEAST_EFFICIENCY else 1


if __name__ == "__main__":
    sys.exit(main())
