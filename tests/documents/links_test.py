#!/usr/bin/python3
"""Relative links of Markdown files lead to files that are there, and to headings."""
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
from generators.reference import anchor  # noqa: E402  (as GitHub does)

FOLDERS = ("docs", "models", "notebooks", "scenarios", "sim", "tests", "validation")


def pages():
    return sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).glob("**/*.md"))])


def links(text):
    without_code = re.sub(r"(?s)```.*?```", "", text)
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", without_code) if not re.match(r"[a-z]+:", target)]


def anchors(text):
    return {anchor(re.sub(r"[`*]", "", heading)) for heading in re.findall(r"(?m)^#+ (.*)$", text)}


class Links(unittest.TestCase):
    def test_each_leads_to_a_file_and_a_heading_that_are_there(self):
        self.assertGreater(len(pages()), 40)
        for page in pages():
            text = page.read_text(encoding="utf-8")
            for target in links(text):
                path, _, heading = target.partition("#")
                file = (page.parent / path) if path else page
                self.assertTrue(file.exists(), f"{page}: {target}")
                if heading:
                    self.assertIn(heading, anchors(file.read_text(encoding="utf-8")), f"{page}: {target}")


if __name__ == "__main__":
    unittest.main()
