#!/usr/bin/python3
"""Writes the 24 scenarios of scenarios/published/ffsb-2010 from ffsb-2010.json and ffsb-virtio-blk-2010.csv.

  ffsb_scenarios.py           writes them
  ffsb_scenarios.py --check   exit code 1 if a committed scenario is not what would be written
"""
import csv
import json
import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "scenarios" / "published" / "ffsb-2010"
PROFILE = HERE.parent.parent / "scenarios" / "profiles" / "ffsb-2010.yaml"

PATHS = {
    "unmodified": {"kick": "userspace-pio", "server": "vcpu",
                   "what": "each kick returns to userspace; the vcpu thread submits under QEMU's global lock"},
    "patched": {"kick": "ioeventfd-pio", "server": "iothread",
                "what": "each kick signals an ioeventfd; the iothread submits"},
}

SCENARIO = """\
# FFSB {workload}, {threads} thread(s), virtio-blk with cache=none,aio=native: {what}.
# Written by validation/published/ffsb_scenarios.py; why it is so is in validation/published/README.md.
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
          submit: {{lognormal: {{median: {submit_median_us:.4g} us, sigma: {submit_sigma}}}}}
          seek: {{exponential: {seek_us} us}}
          parallel: 256
    workload:
      kind: closed-loop
      device: disk
      threads: {threads}
      request: 4 KiB
      direction: {direction}
      compute: {{lognormal: {{median: {compute_median_us:.4g} us, sigma: {compute_sigma}}}}}
    placement: {{vcpus: any, servers: any}}
run: {{warmup: 20 ms, duration: {duration}, replicas: {replicas}, seed: 1}}
reference: {reference}
"""


def read_cells():
    """One dictionary a cell; published is MB/s, as text, or empty."""
    with open(HERE / "ffsb-virtio-blk-2010.csv", encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return [{"workload": row["workload"], "threads": int(row["threads"]), "path": path,
             "published": row[path + "_mb_s"]} for row in rows for path in PATHS]


def name_of(cell):
    return f"{cell['workload'].replace('_', '-')}-{cell['threads']}-{cell['path']}"


def reference_of(cell):
    if not cell["published"]:
        return '{role: predicted, source: "not published"}'
    return (f'{{bytes_per_s: {cell["published"]} MB/s, role: fitted, source: "QEMU patch virtio: Use ioeventfd for '
            f'virtqueue notify (30 Sep 2010), patchwork 66175; validation/published/ffsb-virtio-blk-2010.csv"}}')


def scenario_of(cell, parameters, duration="2 s", replicas=3):
    workload = parameters["workloads"][cell["workload"]]
    sigma = parameters["shared"]["compute_sigma"]
    # The mean of a lognormal law is its median times exp(sigma^2 / 2).
    median = workload["compute_us"] * math.exp(-sigma * sigma / 2)
    return SCENARIO.format(compute_median_us=median, submit_median_us=parameters['shared']['submit_us']*math.exp(-parameters['shared']['submit_sigma']**2/2), name="ffsb-2010-" + name_of(cell), workload=cell["workload"], threads=cell["threads"],
                           duration=duration, replicas=replicas, reference=reference_of(cell), **PATHS[cell["path"]],
                           **parameters["shared"], **parameters["workloads"][cell["workload"]])


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    parameters = json.loads((HERE / "ffsb-2010.json").read_text(encoding="utf-8"))
    wanted = {FOLDER / (name_of(cell) + ".yaml"): scenario_of(cell, parameters) for cell in read_cells()}
    if not arguments:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return 0
    there = set(FOLDER.glob("*.yaml"))
    stale = [p for p, text in wanted.items() if p not in there or p.read_text(encoding="utf-8") != text]
    stale += sorted(there - set(wanted))
    for path in stale:
        print(f"{path}: not what {pathlib.Path(__file__).name} writes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
