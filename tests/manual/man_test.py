#!/usr/bin/python3
"""The man page: every verb and option of --help, and no complaint of a formatter."""
import shutil
import subprocess
import unittest

import help


def section(page, verb):
    return page.split(f".SS \\fB{verb}\\fR\n")[1].split("\n.SS ")[0].split("\n.SH ")[0]


class ManPage(unittest.TestCase):
    def test_every_verb_with_every_option_that_its_help_shows_and_their_words(self):
        page = help.kickpath("man")
        self.assertEqual(page.count("\n.SS "), len(help.verbs()))
        for verb in help.verbs():
            text = section(page, verb)
            for name in help.options(verb):
                escaped = name.replace("-", "\\-")
                self.assertIn(f"\\fB{escaped}\\fR", text, f"{verb} {name}")
            for name, words in help.choices(verb).items():
                told = [separator.join(words).replace("-", "\\-") in text for separator in ("|", ", ")]
                self.assertTrue(any(told), f"{verb} {name}")

    def test_nothing_that_is_hidden_from_the_help(self):
        self.assertNotIn("\\-\\-todo", help.kickpath("man"))  # of sweep, for the jobs of a cluster

    def test_examples_and_exit_codes_are_sections(self):
        page = help.kickpath("man")
        for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "VERBS", "EXAMPLES", "EXIT STATUS", "FILES"):
            self.assertEqual(page.count(f".SH {heading}\n"), 1, heading)



class Formatters(unittest.TestCase):
    @unittest.skipUnless(shutil.which("mandoc"), "there is no mandoc")
    def test_mandoc_finds_nothing_to_complain_of(self):
        linted = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=help.kickpath("man"), stdout=subprocess.PIPE, text=True,
                                check=False).stdout
        # Without a date on purpose: the page is as old as the program.
        self.assertEqual([line for line in linted.splitlines() if "missing date" not in line], [])

    @unittest.skipUnless(shutil.which("groff"), "there is no groff")
    def test_groff_warns_of_nothing(self):
        ended = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=help.kickpath("man"), stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
