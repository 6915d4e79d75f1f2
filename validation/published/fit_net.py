#!/usr/bin/python3
"""Fits the parameters of one study of net-2010.json on the fitted cells of its table, with build/kickpath as the
forward model, then rewrites net-2010.json, the scenarios and net-2010-fit.json.

  fit_net.py STUDY [--binary FILE] [--rounds N] [--fix NAME ...]   STUDY: netperf or lguest; --rounds 0 only reports
"""
import argparse
import concurrent.futures
import copy
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import net_scenarios as net
import power_fit

SCALE = 0.05
power_fit.POWER = 1  # the least sum of errors: the median counts, and figures that no parameter reaches do not pull
FIT = net.HERE / "net-2010-fit.json"


def places_of(node, path=()):
    """Every number that is above 0: the places of the parameters."""
    for key, value in node.items():
        if isinstance(value, dict):
            yield from places_of(value, path + (key,))
        elif value > 0:
            yield path + (key,)


def at(node, place):
    for key in place:
        node = node[key]
    return node


def with_logs(parameters, places, logs):
    changed = copy.deepcopy(parameters)
    for place, x in zip(places, logs):
        at(changed, place[:-1])[place[-1]] = float(f"{math.exp(x):.4g}")
    return changed


def figures_of(cell):
    """(metric, published) of a cell."""
    if cell["study"] == "netperf":
        return [(cell["metric"], cell["value"])]
    return [(metric, cell[metric]) for metric in ("bytes_per_s", "packets_per_interrupt")]


def role_of(cell, metric):
    return "predicted" if dict(figures_of(cell))[metric] is None else "fitted"


def is_fitted(cell):
    return any(role_of(cell, metric) == "fitted" for metric, _ in figures_of(cell))


class Forward:
    """kickpath as a function from parameters to the figures of all cells, run two at a time."""

    def __init__(self, binary, folder, study, cells):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.scenario, self.profile = net.STUDIES[study][1:3]
        self.cells = cells
        self.known = {}

    def totals(self, number, text, profile):
        path = self.folder / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        ended = subprocess.run([self.binary, "run", path, "--profile", profile, "--json", "-"], capture_output=True,
                               text=True, check=False)
        if ended.returncode != 0:
            sys.exit(f"{self.cells[number]['name']}: {ended.stderr}")
        return json.loads(ended.stdout)["totals"]

    def figures(self, parameters):
        """Of each cell a list of (metric, published, model)."""
        key = json.dumps(parameters)
        if key in self.known:
            return self.known[key]
        profile = self.folder / "profile.yaml"
        profile.write_text(self.profile(parameters), encoding="utf-8")
        texts = [self.scenario(cell, parameters) for cell in self.cells]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            totals = list(pool.map(lambda i: self.totals(i, texts[i], profile), range(len(texts))))
        self.known[key] = [[(metric, published, (total[metric] or {}).get("mean", 0)) for metric, published in
                            figures_of(cell)] for cell, total in zip(self.cells, totals)]
        return self.known[key]

    def residuals(self, parameters):
        return [math.log(max(model, 1e-9) / published) for cell, row in zip(self.cells, self.figures(parameters))
                for metric, published, model in row if role_of(cell, metric) == "fitted"]


def tell(done, residuals):
    errors = sorted(abs(math.exp(r) - 1) for r in residuals)
    print(f"round {done}: median {errors[len(errors) // 2]:.2%}, worst {errors[-1]:.2%}", file=sys.stderr, flush=True)


def fit(forward, parameters, fixed, rounds):
    places = [place for place in places_of(parameters) if place[-1] not in fixed]
    logs = [math.log(at(parameters, place)) for place in places]
    model = lambda x: forward.residuals(with_logs(parameters, places, x))
    logs, _ = power_fit.fit(model, logs, SCALE, rounds, None, tell)
    return with_logs(parameters, places, logs)


def report(forward, parameters):
    rows = []
    for cell, figures in zip(forward.cells, forward.figures(parameters)):
        for metric, published, model in figures:
            error = None if published is None else round(model / published - 1, 4)
            rows.append({"cell": cell["name"], "metric": metric, "role": role_of(cell, metric),
                         "published": published, "model": float(f"{model:.5g}"), "error": error})
    return rows


def save(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", choices=net.STUDIES)
    parser.add_argument("--binary", default=net.HERE.parent.parent / "build" / "kickpath")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--fix", nargs="*", default=[])
    options = parser.parse_args()
    parameters, cells = net.read_parameters(), net.STUDIES[options.study][0]()
    with tempfile.TemporaryDirectory() as folder:
        fitted = Forward(options.binary, folder, options.study, [cell for cell in cells if is_fitted(cell)])
        parameters[options.study] = fit(fitted, parameters[options.study], options.fix, options.rounds)
        save(net.PARAMETERS, parameters)
        net.write(parameters)
        rows = report(Forward(options.binary, folder, options.study, cells), parameters[options.study])
    for row in rows:
        print(f"{row['cell']:50} {row['metric']:22} {row['role']:9} {row['published'] or 0:12.5g} {row['model']:12.5g} "
              f"{'' if row['error'] is None else format(row['error'], '+.1%')}")
    known = json.loads(FIT.read_text(encoding="utf-8")) if FIT.is_file() else {}
    save(FIT, known | {options.study: rows})


if __name__ == "__main__":
    main()
