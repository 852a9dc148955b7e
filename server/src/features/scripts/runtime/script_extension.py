"""How functions of an extension are called: their arguments are filled by name, and what they give becomes JSON.

Used by script_host.py, which hands in its channel to the server.
"""

import base64
import datetime
import decimal
import inspect
import math
import os
import struct

PIECE = 1024 * 1024
DEEPEST = 100


class AwaitableList(list):
    """Is there at once, and may be awaited too: extensions do either."""

    def __await__(self):
        return self
        yield


class AwaitableDict(dict):
    def __await__(self):
        return self
        yield


class AwaitableText(str):
    def __await__(self):
        return self
        yield


class AwaitableNumber(int):
    def __await__(self):
        return self
        yield


def awaitable(value):
    for kind, wrapper in ((list, AwaitableList), (dict, AwaitableDict), (str, AwaitableText), (int, AwaitableNumber)):
        if isinstance(value, kind):
            return wrapper(value)
    return AwaitableDict()


class Params(dict):
    """The form's fields, and, found by name but not among its items, what older extensions look for."""

    def __init__(self, fields, reserved):
        super().__init__(fields)
        self._reserved = {name: value for name, value in reserved.items() if name not in fields}

    def __missing__(self, name):
        return self._reserved[name]

    def __contains__(self, name):
        return super().__contains__(name) or name in self._reserved

    def get(self, name, default=None):
        return self[name] if name in self else default

    def getlist(self, name):
        value = self.get(name, [])
        return list(value) if isinstance(value, (list, tuple)) else [value]


class FileManager:
    """Saves files among those of the person who runs the extension."""

    def __init__(self, ask):
        self._ask = ask

    def save_file(self, file_content=None, filename=None, content=None, **_):
        content = file_content if file_content is not None else content
        if isinstance(content, str) and isinstance(filename, (bytes, bytearray)):
            content, filename = filename, content
        if isinstance(content, str):
            content = content.encode()
        if hasattr(content, "read"):
            content = content.read()
        return awaitable(self._ask("files", "save_file", {"filename": str(filename)}, bytes(content or b"")))


class DBManager:
    """The extension's own database. Every method gives its answer at once, and may be awaited."""

    def __init__(self, ask):
        self._ask = ask

    def _database(self, method, **arguments):
        given = {name: plain(value) for name, value in arguments.items() if value is not None}
        return awaitable(self._ask("database", method, given))

    def initialize(self):
        return awaitable({"status": "success"})

    def execute_query(self, operation=None, table_name=None, data=None, condition=None, sql=None, params=None,
                      limit=None, offset=None, sort_by=None, sort_desc=None, **_):
        is_statement = isinstance(operation, str) and len(operation.split()) > 1
        if is_statement or (operation is None and sql is not None):
            values = table_name if is_statement else params
            return self._database("execute_query", sql=operation or sql, values=values if values is not None else params or [])
        return self._database("execute_query", operation=operation, table_name=table_name, data=data, condition=condition,
                              sql=sql, params=params, limit=limit, offset=offset, sort_by=sort_by, sort_desc=sort_desc)

    def list_all_tables(self):
        return self._database("list_all_tables")

    def get_table_schema(self, table_name):
        return self._database("get_table_schema", table_name=table_name)

    def create_table(self, table_name, columns, description=None):
        return self._database("create_table", table_name=table_name, columns=columns)

    def drop_table(self, table_name):
        return self._database("drop_table", table_name=table_name)

    def alter_table(self, table_name, columns, description=None):
        return self._database("alter_table", table_name=table_name, columns=columns)


def docs_of(module):
    """Docstrings of the functions, and under an empty name that of the module."""
    found = {"": inspect.getdoc(module)} if module.__doc__ else {}
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__doc__:
            found[name] = inspect.getdoc(value)[:20000]
    return found


def arguments_for(function, available):
    positional, named = [], {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if name not in available:
            if parameter.default is parameter.empty:
                known = ", ".join(available)
                raise TypeError(f"{function.__name__} wants {name!r}, which nothing fills; there are: {known}. Give it a default")
        elif parameter.kind is parameter.POSITIONAL_ONLY:
            positional.append(available[name])
        else:
            named[name] = available[name]
    return positional, named


class ExtensionHost:
    """Calls functions of a loaded extension for the server."""

    def __init__(self, send, send_json, kinds, context):
        self._send, self._send_json, self._context = send, send_json, context
        self._blob, self._ask_kind, self._returned = kinds
        self._pieces = {}

    def take_piece(self, payload):
        self._pieces.setdefault(struct.unpack("<I", payload[:4])[0], []).append(payload[4:])

    def _send_blob(self, number, content):
        for at in range(0, len(content), PIECE):
            self._send(self._blob, struct.pack("<I", number) + content[at:at + PIECE])

    def ask(self, service, method, arguments, content=None):
        number, answers = self._context.open_question()
        if content is not None:
            self._send_blob(number, content)
        order = {"id": number, "service": service, "method": method, "args": arguments, "blob": content is not None}
        self._send_json(self._ask_kind, order)
        _, answer = answers.get()
        self._context.close_question(number)
        if answer["error"] is not None:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def _files(self, named):
        found = {}
        for number, file in enumerate(named):
            field, name, count = file.pop("field"), None, 1
            while name is None or name in found:
                name, count = (field if count == 1 else f"{field}_{count}"), count + 1
            found[name] = {**file, "content": b"".join(self._pieces.pop(number, []))}
        return found

    def call(self, module, order, run_async):
        function = vars(module)[order["function"]]
        config, files, file_manager = order["config"], self._files(order["files"]), FileManager(self.ask)
        fields = order["params"]
        reserved = {"query_params": fields, "files": files, "file_manager": file_manager}
        available = {
            "params": Params(fields, reserved), "config": config, "current_config": config, "files": files,
            "db_manager": DBManager(self.ask), "file_manager": file_manager, "ctx": self._context, "context": self._context,
        }
        positional, named = arguments_for(function, available)
        result = function(*positional, **named)
        if inspect.isawaitable(result):
            result = run_async(result)
        value, content = pack(result)
        if content is not None:
            self._send_blob(0, content)
        self._send_json(self._returned, {"value": value, "blob": None if content is None else 0})


def pack(result):
    """What a function gave as JSON, and the bytes of a file apart from it."""
    if isinstance(result, (bytes, bytearray, memoryview)):
        return {"type": "file", "data": {}}, bytes(result)
    data = result.get("data") if isinstance(result, dict) and result.get("type") == "file" else None
    if isinstance(data, (bytes, bytearray)):
        return plain({**result, "data": {}}), bytes(data)
    if not isinstance(data, dict):
        return plain(result), None
    rest = {name: value for name, value in data.items() if name not in ("file_path", "content")}
    content = data.get("content")
    if data.get("file_path"):
        rest.setdefault("filename", os.path.basename(str(data["file_path"])))
        with open(data["file_path"], "rb") as file:
            content = file.read()
    if isinstance(content, str):
        content = content.encode()
    return plain({**result, "data": rest}), None if content is None else bytes(content)


def plain(value, depth=0):
    """A value as JSON has it."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if depth > DEEPEST:
        raise ValueError(f"The result is nested more than {DEEPEST} deep")
    if isinstance(value, dict):
        return {str(name): plain(one, depth + 1) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one, depth + 1) for one in value]
    return _plain_number(value, depth)


def _plain_number(value, depth):
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, int):
        return value if -9007199254740991 <= value <= 9007199254740991 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _plain_object(value, depth)


def _plain_object(value, depth):
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        names = [str(name) for name in value.columns]
        return [plain(dict(zip(names, row)), depth + 1) for row in value.itertuples(index=False, name=None)]
    if hasattr(value, "tolist"):
        return plain(value.tolist(), depth + 1)
    if isinstance(value, decimal.Decimal):
        return str(value) if value.is_finite() else None
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if hasattr(value, "__iter__"):
        return [plain(one, depth + 1) for one in value]
    return str(value)
