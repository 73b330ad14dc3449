"""Checks values against JSON Schemas: as much of them as the tests use, and an error for what is not understood."""

KNOWN = {
    "$defs", "$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "items", "maxItems",
    "maxLength", "maximum", "minItems", "minLength", "minimum", "properties", "required", "title", "type",
}
TYPES = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


def check(value, schema):
    found = list(faults(value, schema))
    assert not found, f"{value!r}: {'; '.join(found)}"


def faults(value, schema, place="the value", root=None):
    root = schema if root is None else root
    unknown = set(schema) - KNOWN
    if unknown:
        raise NotImplementedError(f"this check does not know {sorted(unknown)}")
    if "$ref" in schema:
        kept, _, name = schema["$ref"].rpartition("/")
        assert kept == "#/$defs", schema["$ref"]
        yield from faults(value, root["$defs"][name], place, root)
    if "anyOf" in schema and not any(not list(faults(value, one, place, root)) for one in schema["anyOf"]):
        yield f"{place} is none of those allowed"
    if "const" in schema and value != schema["const"]:
        yield f"{place} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place} is not one of {schema['enum']}"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES[kind](value) for kind in kinds):
        yield f"{place} is not of type {' or '.join(kinds)}"
        return
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{place} lacks {name}"
        for name, member in value.items():
            if name in properties:
                yield from faults(member, properties[name], f"{place}.{name}", root)
            elif schema.get("additionalProperties") is False:
                yield f"{place} has {name} too"
    if isinstance(value, (dict, bool)) or value is None:
        return
    if isinstance(value, list) and "items" in schema:
        for index, element in enumerate(value):
            yield from faults(element, schema["items"], f"{place}[{index}]", root)
    size = value if isinstance(value, (int, float)) else len(value)
    bounds = {int: ("minimum", "maximum"), float: ("minimum", "maximum"), str: ("minLength", "maxLength"),
              list: ("minItems", "maxItems")}[type(value)]
    if size < schema.get(bounds[0], size) or size > schema.get(bounds[1], size):
        yield f"{place} is out of bounds"
