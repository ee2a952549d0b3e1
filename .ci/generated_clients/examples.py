"""Every example of the documents is valid against its schema: examples.py DOCUMENT…"""

import json
import sys

from openapi_schema_validator import OAS30Validator, OAS31Validator


def examples(node, path=""):
    """Each example with its place and schema."""
    if isinstance(node, dict):
        if "schema" in node and "example" in node:
            yield path, node["schema"], node["example"]
        if isinstance(node.get("examples"), list):
            schema = {name: value for name, value in node.items() if name != "examples"}
            for example in node["examples"]:
                yield path, schema, example
        for name, value in node.items():
            if name not in ("example", "default"):
                yield from examples(value, f"{path}/{name}")
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from examples(value, f"{path}/{at}")


passed = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        document = json.load(file)
    validator = OAS31Validator if document["openapi"].startswith("3.1") else OAS30Validator
    for place, schema, example in examples(document):
        schema = {**schema, "components": document["components"]}
        wrong = [error.message for error in validator(schema).iter_errors(example)]
        assert not wrong, f"{name}: {place}: {wrong}"
        passed += 1
print(f"{passed} passed, 0 failed")
