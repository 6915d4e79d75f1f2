"""The tables of docs/trust.md, between their marks, from `kickpath validate` and `kickpath run`."""
import json
import re
import statistics

from .pictures import STUDY
from .program import ROOT, kickpath

PAGE = "docs/trust.md"
SUITE = "validation/published/suite.yaml"
REAL_SUITE = ("validation/suites/kvm.yaml", "--measured", "validation/data/kvm-suite.json", "--draws", "0")


def files():
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    outcome = json.loads(kickpath("validate", SUITE, "--json", "-", exit_codes=(0, 1)))
    runs = json.loads(kickpath("run", STUDY, "--json", "-"))
    real = json.loads(kickpath("validate", *REAL_SUITE, "--json", "-", exit_codes=(0, 1)))
    tables = {"real": real_groups(real), "real-worst": real_worst(real), "published": published(outcome), "bars": bars(outcome), "worst": worst(outcome), "placement": placement(runs)}
    for name, table in tables.items():
        begin, end = f"<!-- {name}: written by scripts/generate trust -->", f"<!-- end of {name} -->"
        text, places = re.subn(f"(?s)({re.escape(begin)}\n).*?({re.escape(end)})", lambda m, t=table: m[1] + t + m[2], text)
        if places != 1:
            raise SystemExit(f"generate: {PAGE}: no place for {name}")
    return {PAGE: text}


METRICS = (("throughput", "ops_per_s"), ("p99", "latency_ns.p99"), ("per CPU second", "ops_per_cpu_s"))


def real_groups(outcome):
    head = "".join(f" {name}: median error | worst |" for name, _ in METRICS)
    lines = [f"| group | rows |{head}", "| --- | --- |" + " --- | --- |" * len(METRICS)]
    for group in dict.fromkeys(row["group"] for row in outcome["rows"]):
        rows = [row for row in outcome["rows"] if row["group"] == group]
        cells = ""
        for _, key in METRICS:
            found = [abs(row[key]["error"]) for row in rows if row[key]["error"] is not None]
            cells += f" {percent(statistics.median(found), '')} | {percent(max(found), '')} |"
        lines.append(f"| {group} | {len(rows)} |{cells}")
    pairs = [pair for pair in outcome["orderings"]["pairs"] if pair["class"] == "clear"]
    right = sum(pair["right"] for pair in pairs)
    return "\n".join(lines) + f"\n\nOf {len(pairs)} pairs of rows that differ in one axis, and clearly in throughput, {right} come out in the right order.\n"


def real_worst(outcome):
    lines = ["| row | measured, 1/s | CV | predicted, 1/s | error |", "| --- | --- | --- | --- | --- |"]
    judged = [row for row in outcome["rows"] if row["ops_per_s"]["error"] is not None]
    for row in sorted(judged, key=lambda row: -abs(row["ops_per_s"]["error"]))[:12]:
        figure = row["ops_per_s"]
        lines.append(f"| {row['name']} | {figure['measured']['median']:.4g} | {percent(figure['measured']['cv'], '')} "
                     f"| {figure['predicted']['value']:.4g} | {percent(figure['error'])} |")
    return "\n".join(lines) + "\n"


def percent(share, sign="+"):
    return f"{100 * share:{sign}.1f} %" if sign else f"{100 * share:.1f} %"


def errors(cells, role):
    return [abs(cell["error"]) for cell in cells if cell["role"] == role and cell["error"] is not None]


def summary(cells, role):
    found = errors(cells, role)
    return f"{len(found)} | {percent(statistics.median(found), '')} | {percent(max(found), '')}" if found else "0 | | "


def published(outcome):
    lines = ["| study | fitted figures | median error | worst | predicted figures | median error | worst |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for study in outcome["studies"]:
        lines.append(f"| {study['name']} | {summary(study['cells'], 'fitted')} | {summary(study['cells'], 'predicted')} |")
    every = [cell for study in outcome["studies"] for cell in study["cells"]]
    lines.append(f"| all | {summary(every, 'fitted')} | {summary(every, 'predicted')} |")
    return "\n".join(lines) + "\n"


def bars(outcome):
    lines = ["| study | bar | limit | reached | |", "| --- | --- | --- | --- | --- |"]
    for study in [*outcome["studies"], {"name": "all", "bars": outcome["bars"]}]:
        for bar in study["bars"]:
            of = bar["metric"] or bar["role"] or "all"
            limit = f"at most {percent(bar['at_most'], '')}" if bar["at_most"] is not None else f"at least {percent(bar['at_least'], '')}"
            lines.append(f"| {study['name']} | {bar['kind']} of {of} | {limit} | {percent(bar['reached'], '')} "
                         f"| {'held' if bar['held'] else '**missed**'} |")
    return "\n".join(lines) + "\n"


def worst(outcome):
    cells = [cell for study in outcome["studies"] for cell in study["cells"] if cell["error"] is not None]
    cells.sort(key=lambda cell: -abs(cell["error"]))
    lines = ["| figure | published | predicted | error | role |", "| --- | --- | --- | --- | --- |"]
    for cell in cells[:8]:
        lines.append(f"| {cell['scenario']}, `{cell['metric']}` | {cell['published']:.4g} | {cell['predicted']['mean']:.4g} "
                     f"| {percent(cell['error'])} | {cell['role']} |")
    return "\n".join(lines) + "\n"


def placement(runs):
    lines = ["| scenario | measured, 1/s | predicted, 1/s | error |", "| --- | --- | --- | --- |"]
    for run in runs:
        measured, predicted = run["references"][0]["value"], run["totals"]["ops_per_s"]["mean"]
        lines.append(f"| {run['scenario']['name']} | {measured:.0f} | {predicted:.0f} | {percent(predicted / measured - 1)} |")
    return "\n".join(lines) + "\n"
