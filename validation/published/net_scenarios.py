#!/usr/bin/python3
"""Writes the scenarios of scenarios/published/netperf-2010 and lguest-2009 and their two profiles, from net-2010.json
(parameters), the published tables beside this file, and scenarios/profiles/net-2010.yaml (all other costs).

  net_scenarios.py           writes them
  net_scenarios.py --check   writes nothing; exit code 1 if a committed file is not what would be written
"""
import csv
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE.parent.parent / "scenarios"
PARAMETERS = HERE / "net-2010.json"

COMMENT = "# Written by validation/published/net_scenarios.py; validation/published/README.md says what is fitted and what is assumed.\n"


def rows_of(table):
    with open(HERE / table, encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_parameters():
    return json.loads(PARAMETERS.read_text(encoding="utf-8"))


# ---- netperf, 2010

NETPERF_SOURCE = ("QEMU patch 'virtio: Use ioeventfd for virtqueue notify', 30 Sep 2010 (patchwork 66175); "
                  "validation/published/netperf-virtio-net-2010.csv")

COLUMNS = {
    "vhost_net": {"kick": "ioeventfd-pio", "server": "vhost", "interrupt": "irqfd", "flush": "drain", "alarm": "",
                  "what": "vhost-net"},
    "virtio_net": {"kick": "userspace-pio", "server": "vcpu", "interrupt": "ioctl", "flush": "timer", "alarm": "\n    alarm: 250 us",
                   "what": "virtio-net, each kick returns to userspace"},
    "virtio_net_ioeventfd": {"kick": "ioeventfd-pio", "server": "main-loop", "interrupt": "ioctl", "flush": "timer",
                             "alarm": "\n    alarm: 250 us",
                             "what": "virtio-net, each kick signals an ioeventfd of the main loop"},
}

NETPERF = """\
# netperf {test}, {msg_bytes} bytes, {what}.
{comment}# yaml-language-server: $schema=../../schema/scenario.json
schema: kickpath.scenario/1
name: {name}
profile: ../../profiles/netperf-2010.yaml
host: {{cores: 4, scheduler: {{policy: cfs, version: "2.6.36"}}}}
vms:
  - name: vm
    halt_poll: {{max: 0 us}}{alarm}
    devices:
      - name: net
        type: net
        kick: {kick}
        interrupt: {interrupt}
        server: {{kind: {server}}}
        net: {{tx: {{flush: {flush}}}, rx: {{interrupt: packet}}, peer: {{core: 2}}}}
    workload: {workload}
    placement: {{vcpus: [0], servers: [1]}}
run: {{warmup: 10 ms, duration: 50 ms, replicas: 1, seed: 1}}
reference:
{reference}
"""


def netperf_cells():
    """One dictionary a cell; `value` is in the unit of `metric`, or None."""
    cells = []
    for row in rows_of("netperf-virtio-net-2010.csv"):
        is_rr = row["test"].endswith("_rr")
        for column in COLUMNS:
            figure = float(row[column]) if row[column] else None
            cells.append({"study": "netperf", "test": row["test"], "msg_bytes": row["msg_bytes"], "column": column,
                          "metric": "ops_per_s" if is_rr else "bytes_per_s",
                          "value": figure if figure is None or is_rr else figure * 1e6 / 8,
                          "name": f"netperf-2010-{row['test']}-{row['msg_bytes']}-{column}".replace("_", "-")})
    return cells


def netperf_workload(cell, parameters):
    window = f"window: {round(1024 * parameters['window_kib'])} B, send_buffer: {round(1024 * parameters['window_kib'])} B, split_end: true"
    size = f"{cell['msg_bytes']} B"
    if cell["metric"] == "ops_per_s":
        return f"{{kind: tcp-rr, device: net, request: {size}, response: {size}, {window}}}"
    direction = "guest-to-host" if cell["test"].startswith("guest") else "host-to-guest"
    return f"{{kind: tcp-stream, device: net, direction: {direction}, message: {size}, {window}}}"


def netperf_reference(cell):
    if cell["value"] is None:
        return f'  unpublished: {cell["metric"]}\n  role: predicted\n  source: "not published"'
    unit = " MB/s" if cell["metric"] == "bytes_per_s" else ""
    figure = f"{cell['value'] / 1e6:.6g}" if unit else f"{cell['value']:g}"
    return f'  {cell["metric"]}: {figure}{unit}\n  role: fitted\n  source: "{NETPERF_SOURCE}"'


def netperf_scenario(cell, parameters):
    return NETPERF.format(comment=COMMENT, workload=netperf_workload(cell, parameters),
                          reference=netperf_reference(cell), **cell, **COLUMNS[cell["column"]])


# ---- Profiles

def profile_of(name, header, costs_us):
    """net-2010.yaml with the fitted components in place of the guessed ones; what is not there is added."""
    text = (SCENARIOS / "profiles" / "net-2010.yaml").read_text(encoding="utf-8")
    body = text[text.index("hz:"):]
    for component, value in costs_us.items():
        figure = f"{value:.4g} us" if value >= 0.01 or value == 0 else f"{round(1e6 * value)} ps"
        entry = f'  {component}:\n    value: {figure}\n    source: "effective: set so that the table comes out, validation/published/README.md"\n'
        pattern = re.compile(rf"  {re.escape(component)}:\n(?:    .*\n)+")
        body = pattern.sub(entry, body) if pattern.search(body) else body + entry
    return f"{header}# yaml-language-server: $schema=../schema/profile.json\nschema: kickpath.profile/1\nname: {name}\n{body}"


def netperf_profile(parameters):
    header = ("# The host of the netperf figures of 2010, which nobody describes: costs fitted to them, exits of the doorbell host of\n"
              "# 2009, all others magnitudes.\n" + COMMENT)
    return profile_of("netperf-2010", header, parameters["costs_us"])


# ---- lguest, 2009

LGUEST_SOURCE = ("\"Networking performance\", virtualization list, June 2009; "
                 "validation/published/lguest-rx-irq-2009.csv")

LGUEST = """\
# lguest, 1 GB of TCP {direction}, GSO off: {what}.
{comment}# yaml-language-server: $schema=../../schema/scenario.json
schema: kickpath.scenario/1
name: {name}
profile: ../../profiles/lguest-2009.yaml
host: {{cores: 2, scheduler: {{policy: cfs, version: "2.6.36"}}}}
vms:
  - name: vm
    halt_poll: {{max: 0 us}}
    devices:
      - name: net
        type: net
        kick: ioeventfd-hypercall
        interrupt: ioctl
        server: {{kind: thread-per-queue}}
        net: {{gso: false, rx: {rx}, peer: {{core: 1}}}}
    workload: {{kind: tcp-stream, device: net, direction: {direction}, message: 16 KiB, window: {window} B, send_buffer: {window} B}}
    placement: {{vcpus: [0], servers: [1]}}
run: {{warmup: 50 ms, duration: 400 ms, replicas: 1, seed: 1}}
reference:
{reference}
"""

def lguest_cells():
    cells = []
    for row in rows_of("lguest-rx-irq-2009.csv"):
        for direction in ("guest_to_host", "host_to_guest"):
            slug = row["timeout"].split(" ")[0].replace("/", "-")
            cells.append({"study": "lguest", "timeout": row["timeout"], "direction": direction.replace("_", "-"),
                          "bytes_per_s": 1e9 / float(row[direction + "_s"]),
                          "packets_per_interrupt": float(row[direction + "_pkts_per_irq"]),
                          "name": f"lguest-2009-{direction}-{slug}".replace("_", "-")})
    return cells


def lguest_rx(cell, parameters):
    timeout = cell["timeout"]
    if timeout.startswith("none"):
        return "{interrupt: packet}", "an interrupt for each packet"
    units = int(timeout.split("/")[0])
    if timeout.endswith("/pending"):
        return (f"{{interrupt: timeout, wait: {parameters['unit_us']:.4g} us, shared: {units}}}",
                f"waits for {units} / pending before the interrupt")
    wait = f"{units * parameters['unit_us']:.4g} us"
    return f"{{interrupt: timeout, wait: {wait}}}", f"waits for {units} before the interrupt"


# All are called fitted: the parameters were moved by hand, with the whole table in view.
def lguest_reference(cell):
    tail = f'role: fitted, source: {json.dumps(LGUEST_SOURCE)}'
    return (f"  - {{bytes_per_s: {cell['bytes_per_s'] / 1e6:.4g} MB/s, {tail}}}\n"
            f"  - {{figure: {{metric: packets_per_interrupt, value: {cell['packets_per_interrupt']:g}}}, {tail}}}")


def lguest_scenario(cell, parameters):
    rx, what = lguest_rx(cell, parameters)
    return LGUEST.format(comment=COMMENT, rx=rx, what=what, reference=lguest_reference(cell),
                         window=round(1024 * parameters["window_kib"][cell["direction"]]), **cell)


def lguest_profile(parameters):
    header = ("# lguest's host of 2009, which nobody describes: a paravirtual guest without an APIC. Costs fitted to its table, all\n"
              "# others magnitudes.\n" + COMMENT)
    return profile_of("lguest-2009", header, parameters["costs_us"])


# ---- Files

STUDIES = {"netperf": (netperf_cells, netperf_scenario, netperf_profile, "netperf-2010"),
           "lguest": (lguest_cells, lguest_scenario, lguest_profile, "lguest-2009")}


def files_of(parameters):
    files = {}
    for study, (cells, scenario, profile, name) in STUDIES.items():
        for cell in cells():
            path = SCENARIOS / "published" / name / (cell["name"].removeprefix(name + "-") + ".yaml")
            files[path] = scenario(cell, parameters[study])
        files[SCENARIOS / "profiles" / (name + ".yaml")] = profile(parameters[study])
    return files


def write(parameters):
    for path, text in files_of(parameters).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def stale_files(parameters):
    wanted = files_of(parameters)
    folders = {path.parent for path in wanted if path.parent.parent.name == "published"}
    there = {path for folder in folders if folder.is_dir() for path in folder.iterdir()}
    differing = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return differing + sorted(there - set(wanted))


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
