"""The program of a Python script's process: it runs one script and ends.

It speaks the frames of frames.ts over standard input and file descriptor 3. Before the script is loaded its
resources are limited and an audit hook keeps it from writing outside its working folder, from starting processes and
from opening sockets itself; the network is reached through ctx.fetch, under the server's egress policy. The hook is
a fence, not a wall: Python has no sandbox. The walls are those of the system, see script_walls.py.
"""

import asyncio
import base64
import datetime
import decimal
import importlib
import inspect
import json
import math
import os
import queue
import struct
import sys
import threading
import traceback
import types

LOAD, RUN, ABORT, HEAD, BODY, FETCHED, CALL, ANSWER, BATCH, BLOB = 1, 2, 3, 4, 5, 6, 7, 8, 9, 32
READY, LOADED, ROWS, PROGRESS, LOG, FETCH, UNFETCH, DONE, FAILED, PULL = 16, 17, 18, 19, 20, 21, 22, 23, 24, 25
RETURNED, ASK, READ, NEXT, UNREAD, STATE = 26, 27, 28, 29, 30, 31
MAX_INTEGER = 2**53 - 1
NoneType = type(None)
AS_IS = frozenset({str, bool, NoneType})
PLAIN = AS_IS | {int, float}
BATCH_ROWS, BATCH_CELLS, MAX_COLUMNS, MAX_NAME = 2000, 20000, 2000, 255

_write_lock = threading.Lock()


def send(kind, payload):
    """Blocks while the server has not read what was sent before: that is the script's backpressure."""
    frame = struct.pack("<IB", len(payload) + 1, kind) + payload
    with _write_lock:
        view = memoryview(frame)
        while view:
            view = view[os.write(3, view):]


def send_json(kind, value):
    send(kind, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


class RowError(Exception):
    def __init__(self, message, row, column=None):
        super().__init__(message)
        self.row, self.column = row, column


class Rows:
    """Gathers rows and sends them in frames of one shape each."""

    def __init__(self):
        self.columns, self.rows, self.count, self.first, self.most = None, [], 0, 1, BATCH_ROWS

    def take(self, yielded):
        if hasattr(yielded, "to_dict") and hasattr(yielded, "columns"):
            self._take_frame(yielded)
        elif isinstance(yielded, (list, tuple)):
            for row in yielded:
                self.add(row)
        else:
            self.add(yielded)

    def _take_frame(self, frame):
        columns = [str(name) for name in frame.columns]
        for values in frame.itertuples(index=False, name=None):
            self.add(dict(zip(columns, values)))

    def add(self, row):
        self.count += 1
        if not isinstance(row, dict):
            raise RowError(f"Row {self.count} is a {type(row).__name__}; a row must be a dict of columns", self.count)
        names = list(row)
        if names != self.columns:
            self._check(names)
            self.flush()
            self.columns = names
            self.most = min(BATCH_ROWS, max(1, BATCH_CELLS // (len(names) + 1)))
        values = row.values()
        # What is plain is looked at column by column, when the frame is sent; what could still change is taken now.
        if not PLAIN.issuperset(map(type, values)):
            values = [self._cell(value, name) for name, value in row.items()]
        if not self.rows:
            self.first = self.count
        self.rows.append(tuple(values))
        if len(self.rows) >= self.most:
            self.flush()

    def _check(self, names):
        if not names:
            raise RowError(f"Row {self.count} has no columns", self.count)
        if len(names) > MAX_COLUMNS:
            raise RowError(f"Row {self.count} has {len(names)} columns; {MAX_COLUMNS} are the most", self.count)
        for name in names:
            if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or "\0" in name:
                raise RowError(f"Row {self.count}: {str(name)[:80]!r} cannot name a column", self.count, str(name))

    def _cell(self, value, column, row=None):
        if value is None or isinstance(value, (str, bool)):
            return value
        if hasattr(value, "item") and not isinstance(value, (list, dict)) and getattr(value, "shape", None) == ():
            value = value.item()
        if isinstance(value, int):
            return value if -MAX_INTEGER <= value <= MAX_INTEGER else {"$integer": str(value)}
        if isinstance(value, float):
            if math.isnan(value):
                return None
            if math.isinf(value):
                row = row or self.count
                raise RowError(f'Row {row}, column "{column}": {value} is no number; use None', row, column)
            return value
        return self._other(value, column)

    def _other(self, value, column):
        # pandas.NA refuses to be compared, and pandas.NaT passes for a datetime.
        if type(value).__name__ in ("NAType", "NaTType"):
            return None
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, decimal.Decimal):
            return {"$decimal": format(value, "f")} if value.is_finite() else None
        if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
            return value.isoformat()
        if isinstance(value, (bytes, bytearray)):
            return base64.b64encode(bytes(value)).decode()
        if isinstance(value, (dict, list, tuple, set)):
            try:
                plain = sorted(value) if isinstance(value, set) else value
                return {"$json": json.dumps(plain, ensure_ascii=False, default=str)}
            except (TypeError, ValueError) as error:
                raise RowError(f'Row {self.count}, column "{column}" cannot be stored: {error}', self.count, column)
        if isinstance(value, datetime.timedelta) or type(value).__module__.startswith("pandas."):
            return str(value)
        raise RowError(f'Row {self.count}, column "{column}" holds a {type(value).__name__}', self.count, column)

    def flush(self):
        if self.rows:
            cells = [self._column(name, values) for name, values in zip(self.columns, zip(*self.rows))]
            send_json(ROWS, {"columns": self.columns, "cells": cells})
            self.rows = []

    def _column(self, name, values):
        kinds = set(map(type, values))
        if kinds <= AS_IS:
            return values
        present = [value for value in values if value is not None] if NoneType in kinds else values
        kinds.discard(NoneType)
        if kinds == {float} and all(map(math.isfinite, present)):
            return values
        if kinds == {int} and -MAX_INTEGER <= min(present) and max(present) <= MAX_INTEGER:
            return values
        first = self.first
        # Dicts are ours by now: what stands for large integers and structures.
        return [
            value if type(value) is dict else self._cell(value, name, first + at) for at, value in enumerate(values)
        ]


class Response:
    """What ctx.fetch gives: status, headers, and the body as bytes, text or parsed JSON."""

    def __init__(self, status, headers, url, content):
        self.status = self.status_code = status
        self.headers = {name.lower(): value for name, value in headers}
        self.url, self.content = url, content
        self.ok = 200 <= status < 300

    @property
    def text(self):
        kind = self.headers.get("content-type", "")
        charset = kind.split("charset=")[1].split(";")[0].strip('" ') if "charset=" in kind else "utf-8"
        return self.content.decode(charset, "replace")

    def json(self):
        return json.loads(self.content)

    def raise_for_status(self):
        if not self.ok:
            raise RuntimeError(f"{self.url} answered {self.status}")


def cell_value(cell):
    if not isinstance(cell, dict):
        return cell
    if "$integer" in cell:
        return int(cell["$integer"])
    return decimal.Decimal(cell["$decimal"]) if "$decimal" in cell else json.loads(cell["$json"])


class Inbox:
    """The files of the inbox and their rows, both read by the server."""

    def __init__(self, read):
        self._read = read

    def files(self, folder=""):
        return list(self._read({"what": "files", "folder": folder}))

    def rows(self, path):
        return self._read({"what": "file", "path": path})


class Context:
    """What a script may use of its surroundings."""

    def __init__(self, config, requests):
        self.config, self._requests = config, requests
        self.cancelled = False
        self.state = None
        self.inbox = Inbox(self._rows)
        self._ids, self._answers, self._batches = 0, {}, {}

    def progress(self, percent):
        percent = float(percent)
        send_json(PROGRESS, percent if math.isfinite(percent) else None)

    def log(self, message):
        send_json(LOG, str(message))

    def route_requests(self):
        self._requests.route_requests(self)

    def query(self, connection, sql, params=None):
        """Rows of a connection as dicts; the server reads them, with the rights of whom the script runs for."""
        return self._rows({"what": "query", "connection": connection, "sql": sql, "params": params or {}})

    def remember(self, value):
        """Keeps a value of JSON for the next run into the same table, where ctx.state has it."""
        send_json(STATE, value)

    def _rows(self, order):
        self._ids += 1
        number, batches = self._ids, queue.Queue()
        self._batches[number] = batches
        ended, columns = False, []
        try:
            send_json(READ, {"id": number, **order})
            while True:
                batch = batches.get()
                ended = batch["done"]
                if batch["error"] is not None:
                    raise RuntimeError(batch["error"])
                columns = batch["columns"] or columns
                for row in batch["rows"]:
                    yield {name: cell_value(cell) for name, cell in zip(columns, row)}
                if ended:
                    return
                # The server sends one batch for each that is asked for: a slow reader holds the database back.
                send_json(NEXT, {"id": number})
        finally:
            del self._batches[number]
            if not ended:
                send_json(UNREAD, {"id": number})

    def fetch(self, url, method="GET", headers=None, data=None, json_body=None, params=None):
        headers = dict(headers or {})
        if params:
            from urllib.parse import urlencode

            url += ("&" if "?" in url else "?") + urlencode(params)
        if json_body is not None:
            data = json.dumps(json_body).encode()
            headers.setdefault("content-type", "application/json")
        if isinstance(data, str):
            data = data.encode()
        number, answers = self.open_question()
        body = None if data is None else base64.b64encode(data).decode()
        send_json(FETCH, {"id": number, "url": url, "method": method, "headers": list(headers.items()), "body": body})
        try:
            return self._read(number, answers)
        finally:
            self.close_question(number)

    def open_question(self):
        self._ids += 1
        answers = self._answers[self._ids] = queue.Queue()
        return self._ids, answers

    def close_question(self, number):
        del self._answers[number]

    def _read(self, number, answers):
        head, pieces = None, []
        while True:
            kind, value = answers.get()
            if kind == FETCHED:
                if value["error"] is not None:
                    raise RuntimeError(value["error"])
                return Response(head["status"], head["headers"], head["url"], b"".join(pieces))
            if kind == HEAD:
                head = value
            else:
                pieces.append(value)
            send_json(PULL, {"id": number})

    def receive(self, kind, payload):
        if kind == BODY:
            number, value = struct.unpack("<I", payload[:4])[0], payload[4:]
        else:
            value = json.loads(payload)
            number = value["id"]
        if kind == BATCH:
            batches = self._batches.get(number)
            if batches is not None:
                batches.put(value)
            return
        answers = self._answers.get(number)
        if answers is not None:
            answers.put((kind, value))


def stack_of(error):
    """The traceback without our own frames, which tell where the product is installed and help nobody."""
    own = os.path.dirname(os.path.abspath(__file__))
    told = traceback.TracebackException.from_exception(error)
    link = told
    while link is not None:
        kept = [step for step in link.stack if os.path.dirname(os.path.abspath(step.filename)) != own]
        link.stack = traceback.StackSummary.from_list(kept)
        link = link.__cause__ or link.__context__
    return "".join(told.format())


def failure_of(error, name):
    line = None
    for step in traceback.extract_tb(error.__traceback__):
        if step.filename == name:
            line = step.lineno
    if isinstance(error, SyntaxError) and error.filename == name:
        line = error.lineno
    # Who calls somebody else's function tells the line there.
    line = getattr(error, "script_line", line)
    message = str(error) if isinstance(error, RowError) else f"{type(error).__name__}: {error}"
    stack = stack_of(error)[-10000:]
    failure = {"message": message[:10000], "line": line, "stack": stack}
    if isinstance(error, RowError):
        failure["row"] = error.row
        if error.column is not None:
            failure["column"] = error.column
    return failure


def fence(work, name):
    """Refuses what a script has no business with; see the module's docstring."""
    forbidden = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "pty.spawn")
    changing = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink",
                "os.truncate", "shutil.rmtree")
    inside = os.path.realpath(work) + os.sep

    def check_path(path):
        if isinstance(path, int):
            return
        real = os.path.realpath(os.fsdecode(path))
        if not (real + os.sep).startswith(inside) and real != os.devnull:
            raise PermissionError(f"A script may write only in its working folder, not {os.fsdecode(path)}")

    def hook(event, arguments):
        if event == "open":
            path, mode, flags = arguments
            writes = isinstance(mode, str) and any(c in mode for c in "wax+")
            if path is not None and (writes or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
                check_path(path)
        elif event in forbidden:
            raise PermissionError(f"A script may not start processes ({event})")
        elif event in changing and arguments and arguments[0] is not None:
            check_path(arguments[0])
        elif event == "socket.connect" or event == "socket.bind":
            raise PermissionError("A script reaches the network through ctx.fetch")

    sys.addaudithook(hook)


def limit(memory_mb, cpu_seconds):
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1024 * 1024 * 2,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))


def own_module(name):
    """A module that stands beside this one, which is not on the path of scripts."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(here)


def put_up_walls(libraries):
    try:
        return own_module("script_walls").build(libraries)
    except (ImportError, OSError):
        return []  # No ctypes here, or a system that has none of this.


def load(order, docs_of):
    name = f"{order['id']}.py"
    module = types.ModuleType("script")
    module.__file__ = name
    sys.modules["script"] = module
    exec(compile(order["source"], name, "exec"), module.__dict__)
    described = module.__dict__.get("SCRIPT")
    run = module.__dict__.get("run")
    collector = None
    if isinstance(described, dict):
        collector = {**described, "run": "function" if callable(run) else type(run).__name__}
    functions = [key for key, value in module.__dict__.items() if inspect.isfunction(value) and not key.startswith("_")]
    loaded = {"collector": collector, "functions": functions, "docs": docs_of(module)}
    send(LOADED, json.dumps(loaded, default=str).encode())
    return module


def run_async(awaitable):
    async def waited():
        return await awaitable

    return asyncio.run(waited())


async def take_async(yielded, rows):
    async for one in yielded:
        rows.take(one)


def run(module, order, context):
    rows = Rows()
    yielded = module.run(order["params"], context)
    if inspect.iscoroutine(yielded):
        yielded = asyncio.run(yielded)
    if inspect.isasyncgen(yielded):
        asyncio.run(take_async(yielded, rows))
    elif hasattr(yielded, "__next__"):
        for one in yielded:
            rows.take(one)
    elif yielded is not None:
        rows.take(yielded)
    rows.flush()
    send_json(DONE, {"rows": rows.count})


def read_exactly(stream, count):
    data = stream.read(count)
    if len(data) < count:
        os._exit(0)
    return data


def main():
    memory_mb, cpu_seconds, libraries = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    sys.argv = ["script"]
    sys.path.append(libraries)
    limit(memory_mb, cpu_seconds)
    own_extension, own_requests = own_module("script_extension"), own_module("script_requests")
    walls = put_up_walls(libraries)
    stream = os.fdopen(os.dup(0), "rb")
    orders, context = queue.Queue(), Context({}, own_requests)
    extension = own_extension.ExtensionHost(send, send_json, (BLOB, ASK, RETURNED), context)

    def listen():
        while True:
            length, kind = struct.unpack("<IB", read_exactly(stream, 5))
            payload = read_exactly(stream, length - 1)
            if kind in (LOAD, RUN, CALL):
                orders.put((kind, json.loads(payload)))
            elif kind == BLOB:
                extension.take_piece(payload)
            elif kind == ABORT:
                context.cancelled = True
            else:
                context.receive(kind, payload)

    threading.Thread(target=listen, daemon=True).start()
    send_json(READY, {"walls": walls})
    _, order = orders.get()
    name, source = f"{order['id']}.py", order["source"]
    fence(os.getcwd(), name)
    try:
        module = load(order, own_extension.docs_of)
        kind, order = orders.get()
        context.config, context.state = order["config"], order.get("state")
        if kind == CALL:
            # Looked for by name, for importing it takes longer than most calls.
            if "requests" in source:
                context.route_requests()
            extension.call(module, order, run_async)
        else:
            run(module, order, context)
    except BaseException as error:
        send_json(FAILED, failure_of(error, name))
        os._exit(1)
    os._exit(0)


main()
