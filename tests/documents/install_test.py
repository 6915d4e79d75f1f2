#!/usr/bin/python3
"""`cmake --install`: what comes out is whole, and works where it was put.

  install_test.py BUILD_FOLDER
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop())
SHARED = ["bash-completion/completions/kickpath", "fish/vendor_completions.d/kickpath.fish", "man/man1/kickpath.1",
          "zsh/site-functions/_kickpath", "doc/kickpath/README.md", "doc/kickpath/docs/concepts.md",
          "doc/kickpath/docs/pictures/life-of-a-kick.svg", "kickpath/scenarios/schema/scenario.json"]


class Installed(unittest.TestCase):
    def test_program_data_and_manual_are_there_and_the_data_is_found_by_its_relative_paths(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cmake", "--install", str(BUILD), "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
            share = pathlib.Path(folder) / "share"
            for file in SHARED:
                self.assertGreater((share / file).stat().st_size, 0, file)
            program = f"{folder}/bin/kickpath"
            files = sorted(map(str, (share / "kickpath").glob("**/*.yaml")))
            self.assertGreater(len(files), 150)
            subprocess.run([program, "check", *files], check=True)
            self.assertIn("doorbell-2009-qemu-pio", subprocess.run([program, "run", f"{share}/kickpath/scenarios/published/doorbell-2009"], check=True,
                                                                   stdout=subprocess.PIPE, text=True).stdout)
            self.assertEqual(list(pathlib.Path(folder).glob("**/__pycache__")), [])


if __name__ == "__main__":
    unittest.main()
