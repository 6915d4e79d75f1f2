#!/usr/bin/python3
"""The completions, by the shells themselves: what they offer is what --help shows."""
import shutil
import subprocess
import tempfile
import unittest

import help

# Completes each line of stdin as bash would; words are separated by blanks, and the last one is being typed.
BASH = r"""
source /dev/fd/3
while IFS= read -r line; do
  IFS=' ' read -ra COMP_WORDS <<<"$line"
  [[ $line != *' ' ]] || COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _kickpath
  echo "${COMPREPLY[*]}"
done
"""


def run(program, script, lines="", folder="."):
    ended = subprocess.run(program, input=lines, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0 or ended.stderr:
        raise AssertionError(f"{script}: {ended.stderr}")
    return ended.stdout


@unittest.skipUnless(shutil.which("bash"), "there is no bash")
class Bash(unittest.TestCase):
    def offered(self, *lines):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/kickpath.bash", "w", encoding="utf-8") as script:
                script.write(help.kickpath("completion", "bash"))
            program = ["bash", "--norc", "-c", BASH.replace("/dev/fd/3", "./kickpath.bash")]
            answers = run(program, "bash", "".join(line + "\n" for line in lines), folder).split("\n")
        return [answer.split() for answer in answers][:len(lines)]

    def test_it_is_good_bash(self):
        run(["bash", "-n"], "bash -n", help.kickpath("completion", "bash"))

    def test_all_verbs_and_all_options_of_each(self):
        verbs = help.verbs()
        first, *rest = self.offered("kickpath ", *[f"kickpath {verb} -" for verb in verbs])
        self.assertEqual(first, verbs + help.options())
        for verb, answer in zip(verbs, rest):
            self.assertEqual(answer, help.options(verb), verb)

    def test_the_words_of_every_option_that_has_some(self):
        asked = [(verb, name, words) for verb in help.verbs() for name, words in help.choices(verb).items()]
        self.assertGreater(len(asked), 4)
        for (verb, name, words), answer in zip(asked, self.offered(*[f"kickpath {verb} {name} " for verb, name, _ in asked])):
            self.assertEqual(answer, words, f"{verb} {name}")

    def test_what_is_typed_chooses_also_behind_an_equals_sign(self):
        self.assertEqual(self.offered("kickpath cal", "kickpath run --wor", "kickpath run --world k", "kickpath run --world = k",
                                      "kickpath schema meas", "kickpath completion f"),
                         [["calibrate"], ["--world"], ["kvm"], ["kvm"], ["measured", "measurement"], ["fish"]])

    def test_files_where_a_text_is_wanted_and_nothing_where_a_number_is(self):
        self.assertEqual(self.offered("kickpath run kick", "kickpath run --profile kick", "kickpath run --json kick", "kickpath run --seed kick"),
                         [["kickpath.bash"], ["kickpath.bash"], ["kickpath.bash"], []])


@unittest.skipUnless(shutil.which("zsh"), "there is no zsh")
class Zsh(unittest.TestCase):
    def test_it_is_good_zsh_and_begins_as_compinit_wants_it(self):
        script = help.kickpath("completion", "zsh")
        run(["zsh", "-f", "-n"], "zsh -n", script)
        self.assertTrue(script.startswith("#compdef kickpath\n"))

    def test_every_verb_with_every_option(self):
        script = help.kickpath("completion", "zsh")
        for verb in help.verbs():
            self.assertIn(f"    '{verb}:", script)
            text = script.split(f"\n    {verb})\n")[1].split("\n      ;;\n")[0]
            for name in help.options(verb):
                self.assertIn(f"{name}[", text, f"{verb} {name}")
            for name, words in help.choices(verb).items():
                self.assertIn(f":({' '.join(words)})'", text, f"{verb} {name}")


@unittest.skipUnless(shutil.which("fish"), "there is no fish")
class Fish(unittest.TestCase):
    def offered(self, *lines):
        with tempfile.NamedTemporaryFile("w", suffix=".fish") as script:
            script.write(help.kickpath("completion", "fish"))
            script.flush()
            asking = "; ".join(f"complete -C '{line}'; echo ---" for line in lines)
            answers = run(["fish", "--no-config", "-c", f"source {script.name}; {asking}"], "fish").split("---\n")
        return [sorted(answer.split("\t")[0] for answer in each.splitlines()) for each in answers][:len(lines)]

    def test_it_is_good_fish(self):
        run(["fish", "--no-config", "-n"], "fish -n", help.kickpath("completion", "fish"))

    def test_all_verbs_and_all_long_options_of_each(self):
        verbs = help.verbs()
        first, *rest = self.offered("kickpath ", *[f"kickpath {verb} --" for verb in verbs])
        self.assertEqual(first, sorted(verbs))
        for verb, answer in zip(verbs, rest):
            self.assertEqual(answer, sorted(name for name in help.options(verb) if name.startswith("--")), verb)

    def test_the_words_of_an_option(self):
        self.assertEqual(self.offered("kickpath run --world "), [["kvm", "qemu", "sim"]])


if __name__ == "__main__":
    unittest.main()
