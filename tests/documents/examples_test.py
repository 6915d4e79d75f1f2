#!/usr/bin/python3
"""Every YAML file of scenarios/ and validation/ names its JSON Schema for editors, and is valid by it."""
import functools
import json
import os
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FILES = sorted([*ROOT.glob("scenarios/**/*.yaml"), *ROOT.glob("validation/**/*.yaml")])

try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = None
else:
    class Yaml12(yaml.SafeLoader):
        """Words are words: to PyYAML's YAML 1.1 `on` is true."""

    Yaml12.yaml_implicit_resolvers = {first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:bool" or first in "tTfF"]
                                      for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


@functools.cache
def validator(path):
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


class Examples(unittest.TestCase):
    def test_each_names_the_schema_of_its_format_just_above_it(self):
        self.assertGreater(len(FILES), 150)
        for file in FILES:
            match = re.search(r"(?m)^# yaml-language-server: \$schema=(\S+)\nschema: kickpath\.(\w+)/1$", file.read_text(encoding="utf-8"))
            self.assertTrue(match, f"{file}: no line '# yaml-language-server: $schema=PATH' just above 'schema: '")
            wanted = os.path.relpath(ROOT / "scenarios" / "schema" / f"{match[2]}.json", file.parent)
            self.assertEqual(match[1], wanted, str(file))
            self.assertTrue((file.parent / wanted).is_file(), f"{file}: there is no {wanted}")

    @unittest.skipUnless(jsonschema, "there is no python3-jsonschema or no python3-yaml")
    def test_each_is_valid_by_that_schema(self):
        for file in FILES:
            text = file.read_text(encoding="utf-8")
            schema = file.parent / re.search(r"\$schema=(\S+)", text)[1]
            errors = [f"{file}: {'/'.join(map(str, error.path))}: {error.message}"
                      for error in validator(schema.resolve()).iter_errors(yaml.load(text, Yaml12))]
            self.assertEqual(errors, [])

    @unittest.skipUnless(jsonschema, "there is no python3-jsonschema or no python3-yaml")
    def test_what_the_program_refuses_of_an_unknown_key_or_word_an_editor_refuses_too(self):
        good = yaml.safe_load((ROOT / "scenarios" / "smoke" / "two-vms-same-core.yaml").read_text(encoding="utf-8"))
        schema = validator(ROOT / "scenarios" / "schema" / "scenario.json")
        for change in ({"vm": []}, {"host": {"cores": 0}}, {"host": {"cores": 2, "scheduler": "cfq"}}, {"vms": []}):
            self.assertTrue(list(schema.iter_errors({**good, **change})), str(change))


if __name__ == "__main__":
    unittest.main()
