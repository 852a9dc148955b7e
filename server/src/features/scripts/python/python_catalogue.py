"""A script like any other, of the product's own: it tells what functions a Python module offers.

One row for each public function, with what its signature and its docstring say: the first line is what it is called,
`:param name:` lines describe parameters, and `choice of {"a", "b"}` lists what one may be.
"""

import importlib
import inspect
import re

SCRIPT = {"id": "python_catalogue", "name": "Functions of a Python module"}

KINDS = {str: "string", int: "integer", float: "number", bool: "boolean"}
NAMES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
PARAMETER = re.compile(r"^\s*:param\s+(?:(\w+)\s+)?(\w+)\s*:(.*)$")
TYPE = re.compile(r"^\s*:type\s+(\w+)\s*:(.*)$")
CHOICES = re.compile(r"choice of\s*\{([^{}]*)\}")


def read_docstring(docstring):
    """Title, address, and for each parameter its description and the name of its type."""
    title, url, described, types, current = "", None, {}, {}, None
    for line in docstring.splitlines():
        parameter, kind = PARAMETER.match(line), TYPE.match(line)
        if parameter:
            current = parameter.group(2)
            described[current] = parameter.group(3).strip()
            if parameter.group(1):
                types[current] = parameter.group(1)
        elif kind:
            types[kind.group(1)] = kind.group(2).strip()
            current = None
        elif line.strip().startswith(":"):
            current = None
        elif current:
            described[current] = (described[current] + " " + line.strip()).strip()
        elif line.strip().startswith(("http://", "https://")):
            url = url or line.strip()
        elif not title:
            title = line.strip()
    return title, url, described, types


def choices_in(description):
    """The values that a description lists in full; None where it lists none or leaves the list open."""
    found = CHOICES.search(description)
    if not found:
        return None
    inside = found.group(1)
    # Of {"qfq": "前复权"} the first is the value and the second says what it means.
    inside = re.sub(r"""(["'][^"']*["'])\s*[:：]\s*["'][^"']*["']""", r"\1", inside)
    values = re.findall(r"\"([^\"]*)\"|'([^']*)'", inside)
    rest = re.sub(r"\"[^\"]*\"|'[^']*'", "", inside)
    if not values or re.search(r"[^\s,，、]", rest):
        return None
    return list(dict.fromkeys(one or other for one, other in values))


def parameter_of(parameter, description, written):
    default = None if parameter.default is inspect.Parameter.empty else parameter.default
    kind = NAMES.get(written) or KINDS.get(parameter.annotation) or NAMES.get(str(parameter.annotation))
    kind = KINDS.get(type(default), "string") if kind is None else kind
    if default is not None and not isinstance(default, (str, int, float, bool)):
        default = None
    # A default says more of the type than a docstring that was copied along.
    if default is not None and KINDS.get(type(default)) != kind:
        kind = KINDS[type(default)]
    options = choices_in(description)
    if options is not None and kind in ("integer", "boolean", "number"):
        options = None
    if options is not None and default is not None and default not in options:
        options = None
    return {
        "name": parameter.name,
        "type": kind,
        "required": parameter.default is inspect.Parameter.empty,
        "default": default,
        "options": options,
        "description": description,
    }


def describe(name, function):
    title, url, described, types = read_docstring(inspect.getdoc(function) or "")
    parameters = [
        parameter_of(one, described.get(one.name, ""), types.get(one.name))
        for one in inspect.signature(function).parameters.values()
        if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
    ]
    return {"name": name, "title": title, "url": url, "module": function.__module__, "parameters": parameters}


def run(params, ctx):
    module = importlib.import_module(params["module"])
    names = sorted({*getattr(module, "__all__", ()), *dir(module)})
    for at, name in enumerate(names):
        if name.startswith("_"):
            continue
        try:
            function = getattr(module, name)
            if inspect.isfunction(function):
                yield describe(name, function)
        except Exception as error:
            ctx.log(f"{name} cannot be described: {type(error).__name__}: {error}")
        ctx.progress(100 * (at + 1) / len(names))
