"""A script like any other, of the product's own: it tells what functions a Python module offers.

The first row tells of the module itself: its version, and a stamp of its files that is found without importing it.
Where the stamp is the known one that is all. Otherwise one row follows for each public function, with what its signature
and its docstring say: the first line is what it is called, `:param name:` lines describe parameters, and `choice of
{"a", "b"}` lists what one may be.
"""

import importlib
import importlib.metadata
import importlib.util
import inspect
import os
import re
import sys

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


def source_of(function):
    try:
        return inspect.getsource(function)[:200000]
    except (OSError, TypeError):
        return f"# {function.__module__}.{function.__qualname__}: its source is not there\n"


def describe(name, function):
    title, url, described, types = read_docstring(inspect.getdoc(function) or "")
    parameters = [
        parameter_of(one, described.get(one.name, ""), types.get(one.name))
        for one in inspect.signature(function).parameters.values()
        if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
    ]
    return {
        "function": name,
        "title": title,
        "url": url,
        "module": function.__module__,
        "parameters": parameters,
        "source": source_of(inspect.unwrap(function)),
    }


def find(module):
    try:
        return importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None


def stamp_of(spec):
    """The number, sizes and newest time of a module's files: any change of its code changes it."""
    count, size, newest = 0, 0, 0
    files = [spec.origin] if spec.origin and os.path.isfile(spec.origin) else []
    for place in spec.submodule_search_locations or ():
        for folder, _, names in os.walk(place):
            files += [os.path.join(folder, name) for name in names if name.endswith(".py")]
    for file in set(files):
        found = os.stat(file)
        count, size, newest = count + 1, size + found.st_size, max(newest, found.st_mtime_ns)
    return f"{sys.version.split()[0]}/{count}/{size}/{newest}"


def version_of(module):
    try:
        return importlib.metadata.version(module.split(".")[0])
    except importlib.metadata.PackageNotFoundError:
        return None


def functions_of(module, ctx):
    names = sorted({*getattr(module, "__all__", ()), *dir(module)})
    for at, name in enumerate(names):
        if name.startswith("_"):
            continue
        try:
            function = getattr(module, name)
            if inspect.isfunction(function):
                yield describe(name, function)
        except Exception as error:
            yield {"failure": name, "message": f"{type(error).__name__}: {error}"[:500]}
        ctx.progress(100 * (at + 1) / len(names))


def run(params, ctx):
    spec = find(params["module"])
    if spec is None:
        yield {"installed": False, "version": None, "stamp": None}
        return
    version = version_of(params["module"])
    stamp = f"{version}/{stamp_of(spec)}"
    if stamp == params["known"]:
        yield {"installed": True, "version": version, "stamp": stamp}
        return
    module = importlib.import_module(params["module"])
    written = getattr(module, "__version__", None)
    yield {"installed": True, "version": version or (str(written) if written is not None else None), "stamp": stamp}
    yield from functions_of(module, ctx)
