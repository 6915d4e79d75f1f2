#!/usr/bin/env python3
"""scripts/phases on timelines that are written here, with their arithmetic."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PHASES = pathlib.Path(__file__).resolve().parents[2] / "scripts/phases"
CORES, VM, OTHERS = 1, 2, 3
TRACKS = {"core 0": (CORES, 1), "core 1": (CORES, 2), "vm0/vcpu0": (VM, 3), "vm0/ring/iothread": (VM, 4)}


def declared():
    names = [{"ph": "M", "name": "process_name", "pid": pid, "args": {"name": name}}
             for pid, name in ((CORES, "host cores"), (VM, "vm0"), (OTHERS, "other threads"))]
    return names + [{"ph": "M", "name": "thread_name", "pid": pid, "tid": tid, "args": {"name": name}}
                    for name, (pid, tid) in TRACKS.items()]


def event(us, kind, track, name, **arguments):
    pid, tid = TRACKS[track]
    return {"ph": kind, "ts": us, "pid": pid, "tid": tid, "name": name, "args": arguments}


def request(at):
    """20 us from a kick to the next."""
    return [event(at, "i", "vm0/vcpu0", "kvm_pio"),
            event(at + 1, "i", "vm0/vcpu0", "sched_waking", comm="vm0/ring/iothread"),
            event(at + 3, "i", "vm0/ring/iothread", "sched_wakeup"),
            event(at + 4, "B", "core 1", "vm0/ring/iothread"),
            event(at + 6, "i", "vm0/ring/iothread", "kvm_msi_set_irq"),
            event(at + 7, "E", "core 1", "vm0/ring/iothread"),
            event(at + 10, "i", "vm0/vcpu0", "kvm_eoi"),
            event(at + 11, "i", "vm0/vcpu0", "kvm_mmio"),  # the EOI's store, which wakes nobody: no kick
            event(at + 12, "i", "vm0/vcpu0", "kvm_eoi")]  # kvm_pvm's second one


def run(*texts):
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder, f"{i}.json") for i in range(len(texts))]
        for path, text in zip(paths, texts):
            path.write_text(text, encoding="utf-8")
        return subprocess.run([sys.executable, PHASES, *paths], capture_output=True, text=True, check=False)


class Phases(unittest.TestCase):
    def test_medians_of_two_timelines_stand_side_by_side(self):
        short = json.dumps({"traceEvents": declared() + request(0) + request(20) + request(40)})
        longer = json.dumps({"traceEvents": declared() + request(0) + request(20) + request(50)})
        ended = run(short, longer)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        rows = {line[:32].strip(): line[32:].split() for line in ended.stdout.splitlines()}
        self.assertEqual(rows["kick -> server waking"], ["1,000,", "1,000", "(2)"] * 2)
        self.assertEqual(rows["server waking -> server wakeup"], ["2,000,", "2,000", "(2)"] * 2)  # 3 - 1
        self.assertEqual(rows["server on core -> interrupt"], ["2,000,", "2,000", "(2)"] * 2)  # 6 - 4
        self.assertEqual(rows["interrupt -> eoi"], ["4,000,", "4,000", "(2)"] * 2)  # 10 - 6
        self.assertEqual(rows["eoi -> next kick"][:3], ["10,000,", "10,000", "(2)"])  # 20 - 10
        self.assertEqual(rows["kick -> next kick"], ["20,000,", "20,000", "(2)", "25,000,", "25,000", "(2)"])  # (20 + 30) / 2
        self.assertNotIn("interrupt -> vcpu wakeup", rows)

    def test_what_is_no_timeline_or_holds_no_request_is_said(self):
        for text in ("[]", "no JSON", json.dumps({"traceEvents": declared()})):
            ended = run(text)
            self.assertEqual(ended.returncode, 1)
            self.assertIn("0.json: no ", ended.stderr)


if __name__ == "__main__":
    unittest.main()
