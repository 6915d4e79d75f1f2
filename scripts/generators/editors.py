"""The line of each YAML file that names its JSON Schema, for editors with yaml-language-server: just above `schema:`."""
import os
import re

from .program import ROOT

LINE = re.compile(r"(?m)^(?:# yaml-language-server: .*\n)?(?=schema: kickpath\.(\w+)/1$)")


def with_line(file):
    def line(match):
        schema = os.path.relpath(ROOT / "scenarios" / "schema" / f"{match[1]}.json", file.parent)
        return f"# yaml-language-server: $schema={schema}\n"

    return LINE.sub(line, file.read_text(encoding="utf-8"), count=1)


def files():
    found = sorted([*ROOT.glob("scenarios/**/*.yaml"), *ROOT.glob("validation/**/*.yaml")])
    return {str(file.relative_to(ROOT)): with_line(file) for file in found}
