"""The kickpath binary that documents are generated with: $KICKPATH, or build/kickpath."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def kickpath(*arguments, exit_codes=(0,)):
    """Its stdout."""
    program = os.environ.get("KICKPATH", str(ROOT / "build" / "kickpath"))
    ended = subprocess.run([program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode not in exit_codes:
        sys.exit(f"generate: {program} {' '.join(arguments)}: exit code {ended.returncode}")
    return ended.stdout
