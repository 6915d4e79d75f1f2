#!/usr/bin/env python3
"""The bars of `kickpath run --trace`: what it costs while it is on, and whether what it writes is whole.

    tests/bench/trace_ratios.py [SCENARIO] [--rounds 9] [--duration '2 s'] [--vms 4] [--folder DIR]

The same replica without and with a timeline, interleaved: processor time (user and system), medians of the rounds. The bar is about
a timeline of the length that is the default. All of the run, and a ring of its end, are shown beside it. Then all of the run is read by
Python's JSON parser and looked through: slices that begin and end, arrows that begin and end. Exit 1 when a bar is missed. (Off, it is
counted in instructions: `tests/bench/instructions SCENARIO OLD NEW`.)
"""
import argparse
import collections
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_RATIO = 2.0


def seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def flaws_of(path):
    """Sentences; and how many events there are."""
    with open(path, encoding="ascii") as file:
        events = json.load(file)["traceEvents"]
    flaws = []
    depth = collections.Counter()
    arrows = {}
    for event in events:
        kind = event["ph"]
        if kind == "B":
            depth[event["tid"]] += 1
        elif kind == "E":
            depth[event["tid"]] -= 1
            if depth[event["tid"]] < 0:
                flaws.append(f"ends nothing: {event}")
        elif kind in "stf" and (arrows.get(event["id"]) != "open") != (kind == "s"):
            flaws.append(f"an arrow: {event}")
        if kind in "sf":
            arrows[event["id"]] = "open" if kind == "s" else "closed"
    flaws += [f"{count} open on track {track}" for track, count in depth.items() if count]
    flaws += [f"an arrow without end: {number}" for number, state in arrows.items() if state == "open"]
    return flaws, len(events)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default=str(ROOT / "scenarios/smoke/two-vms-same-core.yaml"))
    parser.add_argument("--kickpath", default=str(ROOT / "build" / "kickpath"))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--duration", default="2 s", help="simulated")
    parser.add_argument("--vms", type=int, default=4)
    parser.add_argument("--folder", help="for the timelines; default: a temporary one")
    options = parser.parse_args()
    plain = [options.kickpath, "run", options.scenario, "--replicas", "1", "--set", f"run.duration={options.duration}",
             "--set", f"vms[0].count={options.vms}"]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = os.path.join(folder, "t.json")
        ways = {"off": [], "default": ["--trace", path], "last 100 ms": ["--trace", path, "--trace-last", "100 ms"],
                "all": ["--trace", path, "--trace-window", "all"]}
        times = collections.defaultdict(list)
        sizes = {}
        for _ in range(options.rounds):
            for way, more in ways.items():
                times[way].append(seconds(plain + more))
                sizes[way] = os.path.getsize(path) if more else 0
        medians = {way: statistics.median(values) for way, values in times.items()}
        print(f"{options.vms} VMs for {options.duration}, processor time, median of {options.rounds} interleaved rounds")
        for way, median in medians.items():
            print(f"{way:12} {median:7.3f} s  x{median / medians['off']:5.2f}  {sizes[way] / 1e6:8.1f} MB")
        flaws, count = flaws_of(path)
    print(f"all: {count} events, " + ("; ".join(flaws[:10]) if flaws else "every slice and arrow begins and ends"))
    ratio = medians["default"] / medians["off"]
    print(f"ratio {ratio:.2f} (bar: at most {MOST_RATIO})")
    return 0 if ratio <= MOST_RATIO and not flaws else 1


if __name__ == "__main__":
    sys.exit(main())
