"""What --help shows, for tests: the verbs and the options that people are told of."""
import functools
import os
import re
import subprocess

PROGRAM = os.environ["KICKPATH"]


@functools.cache
def kickpath(*arguments):
    return subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, text=True, check=True).stdout


def verbs():
    listed = kickpath("--help").split("\nSubcommands:\n")[1].split("\n\n")[0]
    return re.findall(r"(?m)^  (\S+)", listed)


def options(*verb):
    """Each name of each option, without dashes left out: "-o", "--output"."""
    names = re.findall(r"(?m)^  (-\S+)", kickpath(*verb, "--help"))
    return [name for each in names for name in each.split(",")]


def choices(*verb):
    """{name of an option: its words}, of those that take no others."""
    found = re.findall(r"(?m)^  (?:-\w,)?(--\S+) \w+:\{(\S+)\}", kickpath(*verb, "--help"))
    return {name: words.split(",") for name, words in found}
