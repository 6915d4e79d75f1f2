"""What the notebooks share: the command line, and how figures look.

The binary is $KICKPATH, or build/kickpath of this repository; scenarios and studies lie beside it.
"""
import json
import os
import pathlib
import subprocess
import tempfile

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("KICKPATH", str(ROOT / "build" / "kickpath"))
SCENARIOS = ROOT / "scenarios"

SAME, OTHER, QUIET = "#0969da", "#bc4c00", "#8b949e"

# SVG-like sharpness is not needed, small files are; the same bytes each time.
matplotlib.rcParams.update({"figure.dpi": 80, "figure.figsize": (8, 3.6), "axes.spines.top": False, "axes.spines.right": False,
                            "savefig.facecolor": "white", "figure.autolayout": True})
pd.set_option("display.max_colwidth", 100, "display.width", 120)


def kickpath(*arguments):
    """stdout of `kickpath ARGUMENTS`; what went wrong, if it did."""
    ended = subprocess.run([PROGRAM, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"kickpath {arguments[0]}: exit code {ended.returncode}\n{ended.stderr}")
    return ended.stdout


def run(scenario, *options, **settings):
    """`kickpath run --json`: a result, or a list of them for a folder."""
    return json.loads(kickpath("run", scenario, "--json", "-", *options, *sets(settings)))


def sets(settings):
    return [word for path, value in settings.items() for word in ("--set", f"{path}={value}")]


def sweep(study, *options):
    """`kickpath sweep --json`: a row for each point, settings and the objectives' means as columns."""
    with tempfile.TemporaryDirectory() as folder:
        table = json.loads(kickpath("sweep", study, "--store", f"{folder}/runs.sqlite", "--json", "-", *options))
    return pd.DataFrame([{**row["settings"], **{name: figure["mean"] for name, figure in row["objectives"].items()},
                          **{each["constraint"]: each["verdict"] for each in row["constraints"]}} for row in table["rows"]])


def total(result, metric):
    """The mean of a metric over the replicas; latency_ns.p99 for one below latency_ns."""
    figure = result["totals"]
    for key in metric.split("."):
        figure = figure[key]
    return figure["mean"]


def reference(result):
    return result["references"][0]["value"] if result["references"] else None


def components(profile):
    """A profile's components as a table: value in ns, placeholder, source. It is read as text: values that are one duration."""
    import yaml

    unit = {"ps": 1e-3, "ns": 1, "us": 1e3, "ms": 1e6}
    held = yaml.safe_load((SCENARIOS / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8"))["components"]
    rows = {name: {"ns": float(each["value"].split()[0]) * unit[each["value"].split()[1]], "placeholder": each.get("placeholder", False),
                   "source": each["source"]} for name, each in held.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def varied_profile(profile, folder, factors):
    """The same profile with some components times a factor, as a file in `folder`."""
    import yaml

    held = yaml.safe_load((SCENARIOS / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8"))
    for name, factor in factors.items():
        number, unit = held["components"][name]["value"].split()
        held["components"][name]["value"] = f"{float(number) * factor:.6f} {unit}"
    file = pathlib.Path(folder) / f"{profile}.yaml"
    file.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    return file


def show(figure_or_axes):
    """Draws, and prints nothing of the object."""
    del figure_or_axes
    plt.show()
