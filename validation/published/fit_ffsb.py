#!/usr/bin/python3
"""Fits the parameters of ffsb-2010.json on the published FFSB cells, with build/kickpath as the forward model.

  fit_ffsb.py [--binary FILE] [--rounds N]   fits, from the parameters that stand there; then rewrites ffsb-2010.json,
                                             ffsb-2010-fit.json and the scenarios
  fit_ffsb.py --rounds 0                     only recomputes ffsb-2010-fit.json

Four parameters shared by all cells and two a workload. Left-out errors are those of a refit without the cell.
"""
import argparse
import copy
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import ffsb_scenarios as ffsb
import power_fit

BAR = 0.05
FIT = ffsb.HERE / "ffsb-2010-fit.json"


def names_of(parameters):
    shared = [("shared", key) for key in parameters["shared"]]
    return shared + [("workloads", w, key) for w, values in parameters["workloads"].items()
                     for key, value in values.items() if isinstance(value, float)]


def to_logs(parameters):
    logs = []
    for name in names_of(parameters):
        node = parameters
        for key in name:
            node = node[key]
        logs.append(math.log(node))
    return logs


def with_logs(parameters, logs):
    changed = copy.deepcopy(parameters)
    for name, x in zip(names_of(parameters), logs):
        node = changed
        for key in name[:-1]:
            node = node[key]
        node[name[-1]] = round(math.exp(x)) if name[-1] == "spindles" else float(f"{math.exp(x):.4g}")
    return changed


class Forward:
    """kickpath as a function from parameters to MB/s. The run section of the scenarios holds, so that a figure of the
    fit is the figure of the committed scenario."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.known = {}

    def mb_per_s(self, cell, parameters):
        key = ffsb.scenario_of(cell, parameters) + ffsb.profile_of(parameters)
        if key not in self.known:
            self.known[key] = self.run(cell, parameters)
        return self.known[key]

    def run(self, cell, parameters):
        scenario, profile = self.folder / "scenario.yaml", self.folder / "profile.yaml"
        scenario.write_text(ffsb.scenario_of(cell, parameters), encoding="utf-8")
        profile.write_text(ffsb.profile_of(parameters), encoding="utf-8")
        ended = subprocess.run([self.binary, "run", scenario, "--profile", profile, "--json", "-"],
                               capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            sys.exit(f"{ffsb.name_of(cell)}: {ended.stderr}")
        return json.loads(ended.stdout)["totals"]["bytes_per_s"]["mean"] / 1e6

    def residuals(self, cells, parameters):
        return [math.log(self.mb_per_s(cell, parameters) / float(cell["published"])) for cell in cells]


def tell(label):
    def say(done, residuals):
        worst = max(abs(math.exp(r) - 1) for r in residuals)
        print(f"{label}, round {done}: worst cell {worst:.2%}", file=sys.stderr, flush=True)
    return say


def refit(forward, cells, parameters, rounds, label, jacobian=None):
    def model(logs):
        return forward.residuals(cells, with_logs(parameters, logs))
    logs, _ = power_fit.fit(model, to_logs(parameters), BAR, rounds, jacobian, tell(label))
    return with_logs(parameters, logs)


def left_out_errors(forward, cells, parameters):
    """Each published cell, predicted by parameters that were fitted on the others, from the full fit on. The slopes of
    the full fit serve all of them."""
    logs = to_logs(parameters)
    slopes = power_fit.slopes(lambda x: forward.residuals(cells, with_logs(parameters, x)), logs,
                              forward.residuals(cells, parameters))
    errors = []
    for i, cell in enumerate(cells):
        others = cells[:i] + cells[i + 1:]
        jacobian = [row[:i] + row[i + 1:] for row in slopes]
        without = refit(forward, others, parameters, 4, f"without {ffsb.name_of(cell)}", jacobian)
        errors.append(forward.mb_per_s(cell, without) / float(cell["published"]) - 1)
    return errors


def row_of(forward, cell, parameters, left_out):
    row = {"cell": ffsb.name_of(cell), "role": "fitted" if cell["published"] else "predicted", "published_mb_s": None,
           "model_mb_s": round(forward.mb_per_s(cell, parameters), 3), "error": None, "left_out_error": None}
    if cell["published"]:
        published = float(cell["published"])
        row |= {"published_mb_s": published, "error": round(forward.mb_per_s(cell, parameters) / published - 1, 4),
                "left_out_error": round(left_out, 4)}
    return row


def report(forward, cells, parameters):
    published = [cell for cell in cells if cell["published"]]
    left_out = dict(zip(map(ffsb.name_of, published), left_out_errors(forward, published, parameters)))
    rows = [row_of(forward, cell, parameters, left_out.get(ffsb.name_of(cell))) for cell in cells]
    count = len(names_of(parameters))
    return {"parameters": parameters, "fitted_cells": len(published), "fitted_parameters": count,
            "degrees_of_freedom": len(published) - count,
            "worst_error": max(abs(row["error"]) for row in rows if row["error"] is not None),
            "worst_left_out_error": max(abs(row["left_out_error"]) for row in rows if row["error"] is not None),
            "cells": rows}


def save(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ffsb.HERE.parent.parent / "build" / "kickpath")
    parser.add_argument("--rounds", type=int, default=12)
    options = parser.parse_args()
    cells = ffsb.read_cells()
    with tempfile.TemporaryDirectory() as folder:
        forward = Forward(options.binary, folder)
        published = [cell for cell in cells if cell["published"]]
        parameters = refit(forward, published, ffsb.read_parameters(), options.rounds, "fit")
        save(ffsb.PARAMETERS, parameters)
        ffsb.write(parameters)
        save(FIT, report(forward, cells, parameters))


if __name__ == "__main__":
    main()
