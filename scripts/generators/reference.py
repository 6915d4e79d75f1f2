"""JSON Schemas of kickpath's file formats as Markdown: a table of keys for each map, said once.

A schema is a tree; the maps in it become sections, named by the path of their first place.
"""
import json
import re

UNITS = (("ps|ns", "duration"), ("Hz|kHz", "frequency"), ("B/s|kB/s", "rate"), ("B|kB", "size"))


def resolved(schema, root):
    """`schema` with what it refers to in place of the references."""
    if isinstance(schema, list):
        return [resolved(each, root) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return resolved(root["definitions"][schema["$ref"].rsplit("/", 1)[1]], root)
    return {key: resolved(value, root) for key, value in schema.items()}


def is_law(schema):
    return "exponential" in schema.get("properties", {})


def is_map(schema):
    return bool(schema.get("properties")) and not is_law(schema)


def choices(schema):
    return schema.get("anyOf") or schema.get("oneOf") or []


def bounds(schema, low="minimum", high="maximum"):
    if low in schema and high in schema:
        return f", {schema[low]:g} to {schema[high]:g}" if isinstance(schema[low], float) else f", {schema[low]} to {schema[high]}"
    return f", at least {schema[low]:g}" if low in schema else ""


def of_text(schema):
    pattern = schema.get("pattern", "")
    for units, word in UNITS:
        if f"({units}|" in pattern:
            return word
    return "name" if pattern.startswith("^[A-Za-z]") else "text"


def words_of(words):
    shown = [f"`{word}`" for word in words]
    return ", ".join(shown) if len(shown) <= 20 else f"one of {len(shown)} words: {', '.join(shown[:3])}, …"


def said_once(text):
    """Without the meaning in brackets where it says the same again."""
    match = re.fullmatch(r"(.*) \((.*)\)", text)
    return match[1] if match and match[2].startswith(match[1]) else text


class Reference:
    """Sections in the order in which their maps are met; `types` of keys link to them."""

    def __init__(self, schema):
        self.schema = resolved(schema, schema)
        self.sections = []  # (title, schema)
        self.places = {}    # of a map's keys, as text: its title

    def title_of(self, path, schema):
        identity = json.dumps({key: value for key, value in schema.items() if key not in ("description", "default")})
        if identity not in self.places:
            self.places[identity] = path
            self.sections.append((path, schema))
        return self.places[identity]

    def link(self, path, schema):
        title = self.title_of(path, schema)
        return f"[`{title}`](#{anchor(title)})"

    def type_of(self, path, schema):
        if "const" in schema:
            return f"`{schema['const']}`"
        if "enum" in schema:
            return words_of(schema["enum"])
        if choices(schema):
            maps = [each for each in choices(schema) if is_map(each)]
            if maps and all("kind" in each["properties"] for each in maps):
                return " or ".join(self.link(f"{path} of kind {each['properties']['kind']['const']}", each) for each in maps)
            words = [self.type_of(path, each) for each in choices(schema)]
            if len(words) == 2 and words[0] == "list of " + words[1]:
                return f"{words[1]}, or a list of such"
            return "law" if words == ["duration", "law"] else " or ".join(words)
        kind = schema.get("type")
        if kind == "array":
            return "list of " + self.type_of(f"{path}[]", schema["items"]) if schema.get("items") else "list"
        if kind == "object":
            return self.type_of_object(path, schema)
        if kind in ("integer", "number"):
            return kind + bounds(schema)
        return {"boolean": "`true`, `false`", "string": of_text(schema)}.get(kind, "any value")

    def type_of_object(self, path, schema):
        if is_law(schema):
            return "law"
        if is_map(schema):
            return self.link(path, schema)
        free = schema.get("additionalProperties")
        return "map to " + self.type_of(f"{path}.*", free) if isinstance(free, dict) and free else "map"


def anchor(title):
    """As GitHub makes it of a heading."""
    return re.sub(r"[^a-z0-9 _-]", "", title.lower()).replace(" ", "-")


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def default_of(key, schema, required):
    if key in required:
        return "required"
    if "default" not in schema or schema["default"] in ("", [], None):
        return ""
    value = schema["default"]
    if isinstance(value, int) and value < schema.get("minimum", value):
        return ""  # stands for "none"
    if isinstance(value, dict) and is_map(schema):
        return "as there"
    return "`" + (value if isinstance(value, str) else json.dumps(value)) + "`"


def are_alike(schema):
    """Many keys whose values are of one kind: told as names with their meanings."""
    kinds = {json.dumps({k: v for k, v in each.items() if k != "description"}) for each in schema["properties"].values()}
    return len(schema["properties"]) > 20 and len(kinds) == 1


def alike_table(reference, path, schema):
    first = next(iter(schema["properties"].values()))
    shared = first.get("description", "").rsplit(" (", 1)[-1]
    yield f"Each is {reference.type_of(f'{path}: each', first)}.\n"
    yield "| key | meaning |\n| --- | --- |"
    for key, each in schema["properties"].items():
        yield f"| `{key}` | {cell(each.get('description', '').removesuffix(' (' + shared))} |"


def table(reference, path, schema):
    required = schema.get("required", [])
    yield "| key | value | default | meaning |\n| --- | --- | --- | --- |"
    for key, each in schema["properties"].items():
        below = f"{path}.{key}" if path else key
        yield (f"| `{key}` | {cell(reference.type_of(below, each))} | {cell(default_of(key, each, required))} "
               f"| {cell(said_once(each.get('description', '')))} |")


def page(name, schema):
    """The reference of one format, as Markdown."""
    reference = Reference(schema)
    out = [f"# {reference.schema['title']}: {reference.schema.get('description', name)}\n",
           f"<!-- Written by scripts/generate from `kickpath schema {name}`; do not edit. -->\n",
           "Quantities have units (`5 us`, `4 KiB`, `2.4 GHz`); a *law* is a duration or `{exponential: 5 us}`, "
           "`{lognormal: {median: 5 us, sigma: 0.3}}`, `{uniform: [1 us, 3 us]}`. Rules across keys are told by `kickpath check`, "
           "and by [scenarios/README.md](../../scenarios/README.md).\n"]
    todo = [("", reference.schema)]
    done = 0
    while todo:
        path, each = todo.pop(0)
        if path:
            what = each.get("description", "")
            out.append(f"## {path}\n\n{'' if path.endswith(': each') else said_once(what)}\n")
        lines = alike_table(reference, path, each) if are_alike(each) else table(reference, path, each)
        out.append("\n".join(lines) + "\n")
        todo.extend(reference.sections[done:])
        done = len(reference.sections)
    return "\n".join(out)


def words_page(listed):
    """`kickpath list` as Markdown."""
    out = ["# The words of scenarios and profiles\n",
           "<!-- Written by scripts/generate from `kickpath list`; do not edit. -->\n"]
    for section in listed.strip().split("\n\n"):
        heading, *entries = section.split("\n")
        name, title = heading.split(": ", 1)
        out.append(f"## {name}\n\n{title}\n\n| word | meaning |\n| --- | --- |")
        for entry in entries:
            word, _, meaning = entry.strip().partition(" ")
            out.append(f"| `{word}` | {cell(meaning.strip())} |")
        out.append("")
    return "\n".join(out)
