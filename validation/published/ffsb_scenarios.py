#!/usr/bin/python3
"""Writes the 24 scenarios of scenarios/published/ffsb-2010, and the one fitted cost of their profile, from
ffsb-2010.json (parameters) and ffsb-virtio-blk-2010.csv (published cells).

  ffsb_scenarios.py           writes them
  ffsb_scenarios.py --check   writes nothing; exit code 1 if a committed file is not what would be written
"""
import csv
import json
import math
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "scenarios" / "published" / "ffsb-2010"
PROFILE = HERE.parent.parent / "scenarios" / "profiles" / "ffsb-2010.yaml"
PARAMETERS = HERE / "ffsb-2010.json"

PATHS = {
    "unmodified": {"kick": "userspace-pio", "server": "vcpu",
                   "what": "each kick returns to userspace, where the vcpu thread submits"},
    "patched": {"kick": "ioeventfd-pio", "server": "iothread",
                "what": "each kick signals an ioeventfd, and the iothread submits"},
}

SCENARIO = """\
# FFSB {workload}, {threads} thread{s}, virtio-blk with cache=none,aio=native: {what}.
# Written by validation/published/ffsb_scenarios.py; validation/published/README.md says what is fitted and what is assumed.
# yaml-language-server: $schema=../../schema/scenario.json
schema: kickpath.scenario/1
name: {name}
profile: ../../profiles/ffsb-2010.yaml
host: {{cores: 16, scheduler: {{policy: cfs, version: "2.6.36"}}}}
vms:
  - name: vm
    vcpus: 2
    halt_poll: {{max: 0 us}}
    devices:
      - name: disk
        type: blk
        queues: 2
        kick: {kick}
        interrupt: ioctl
        server: {{kind: {server}}}
        backend:
          kind: disk
          submit: {submit}
          seek: {{exponential: {seek_us} us}}
          spindles: {spindles}
    workload:
      kind: closed-loop
      device: disk
      threads: {threads}
      request: 4 KiB
      direction: {direction}
      compute: {compute}
    placement: {{vcpus: any, servers: any}}
run: {{warmup: 20 ms, duration: {duration}, replicas: 3, seed: 1}}
reference:
{reference}
"""

SOURCE = ("QEMU patch 'virtio: Use ioeventfd for virtqueue notify', 30 Sep 2010 (patchwork 66175); "
          "validation/published/ffsb-virtio-blk-2010.csv")

# A random read takes some ten times as long as the others.
DURATIONS = {"random_read": "3 s"}

WAKE_REMOTE = re.compile(r"(?<=\n  wake\.remote:\n    value: )\S+(?= us\n)")


def read_cells():
    """One dictionary a cell; `published` is MB/s as it was printed, or empty."""
    with open(HERE / "ffsb-virtio-blk-2010.csv", encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return [{"workload": row["workload"], "threads": int(row["threads"]), "path": path,
             "published": row[path + "_mb_s"]} for row in rows for path in PATHS]


def name_of(cell):
    return f"{cell['workload'].replace('_', '-')}-{cell['threads']}-{cell['path']}"


def lognormal(mean_us, sigma):
    """The law with that mean: the median times exp(sigma^2 / 2)."""
    return f"{{lognormal: {{median: {mean_us * math.exp(-sigma * sigma / 2):.4g} us, sigma: {sigma}}}}}"


def reference_of(cell):
    if not cell["published"]:
        return '  unpublished: bytes_per_s\n  role: predicted\n  source: "not published"'
    return f'  bytes_per_s: {cell["published"]} MB/s\n  role: fitted\n  source: "{SOURCE}"'


def scenario_of(cell, parameters):
    shared = parameters["shared"]
    workload = parameters["workloads"][cell["workload"]]
    return SCENARIO.format(name="ffsb-2010-" + name_of(cell), s="" if cell["threads"] == 1 else "s",
                           submit=lognormal(shared["submit_us"], shared["cpu_sigma"]), spindles=shared["spindles"],
                           compute=lognormal(workload["compute_us"], shared["cpu_sigma"]),
                           duration=DURATIONS.get(cell["workload"], "800 ms"), reference=reference_of(cell),
                           **cell, **PATHS[cell["path"]], seek_us=workload["seek_us"],
                           direction=workload["direction"])


def profile_of(parameters):
    text, places = WAKE_REMOTE.subn(str(parameters["shared"]["wake_remote_us"]), PROFILE.read_text(encoding="utf-8"))
    if places != 1:
        sys.exit(f"{PROFILE}: no component wake.remote with a value in us")
    return text


def read_parameters():
    return json.loads(PARAMETERS.read_text(encoding="utf-8"))


def files_of(parameters):
    files = {FOLDER / (name_of(cell) + ".yaml"): scenario_of(cell, parameters) for cell in read_cells()}
    return {**files, PROFILE: profile_of(parameters)}


def write(parameters):
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in files_of(parameters).items():
        path.write_text(text, encoding="utf-8")


def stale_files(parameters):
    wanted = files_of(parameters)
    differing = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return differing + sorted(set(FOLDER.iterdir()) - set(wanted))


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not arguments:
        write(read_parameters())
        return 0
    stale = stale_files(read_parameters())
    for path in stale:
        print(f"{path}: not what {pathlib.Path(__file__).name} writes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
