#!/usr/bin/env python3
"""The catalogue of this tree keeps its schema, and both are what docs/design/catalogue.md says:
test_catalogue.py CATALOGUE"""
import copy
import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

import jsonschema

import fixture

SCHEMA = json.loads((fixture.ROOT / "cmake/catalogue.schema.json").read_text())
PAGE = (fixture.ROOT / "docs/design/catalogue.md").read_text()
REAL = Path(sys.argv.pop(1)) if len(sys.argv) > 1 else None


def errors(catalogue):
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return ["/".join(map(str, e.absolute_path)) + ": " + e.message for e in validator.iter_errors(catalogue)]


class TheCatalogue(unittest.TestCase):
    def setUp(self):
        with tempfile.TemporaryDirectory() as folder:
            self.good = fixture.catalogue(fixture.copy(folder))

    def broken(self, **changes):
        bad = copy.deepcopy(self.good)
        bad["exercises"][0].update(changes)
        return "\n".join(errors(bad))

    def test_of_this_tree_is_valid(self):
        catalogue = json.loads(REAL.read_text())
        self.assertEqual(errors(catalogue), [])
        ids = [e["id"] for e in catalogue["exercises"]]
        self.assertEqual(sorted(set(ids)), ids, "exercises stand in the order of the book, each once")

    def test_of_the_fixture_is_valid_and_has_its_exercise(self):
        self.assertEqual(errors(self.good), [])
        self.assertEqual([e["id"] for e in self.good["exercises"]], ["03-02"])

    def test_has_a_schema_that_refuses_what_no_tool_could_read(self):
        self.assertIn("exercises/0/id", self.broken(id="3-2"))
        self.assertIn("exercises/0/kind", self.broken(kind="riddle"))
        self.assertIn("exercises/0/sources", self.broken(sources=[]))
        self.assertIn("exercises/0/stub", self.broken(stub="race"))
        self.assertIn("exercises/0/exports", self.broken(exports=[]))
        self.assertIn("exercises/0/folder", self.broken(folder="exercises/x"))
        self.assertIn("unexpected", self.broken(surprise=1))

    def test_has_each_field_described_on_its_page(self):
        described = set(re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE))
        fields = set(SCHEMA["properties"])
        for kind in ("chapter", "exercise"):
            fields |= set(SCHEMA["$defs"][kind]["properties"])
        self.assertEqual(described, fields)


if __name__ == "__main__":
    unittest.main()
