"""A script like any other, of the product's own: it calls one function of a Python module and yields what it returns.

What the function asks of the network through `requests` goes through ctx.fetch, under the egress policy.
"""

import importlib
import inspect

SCRIPT = {"id": "python_function", "name": "A function of a Python module"}


def rows_of(result):
    if result is None:
        return
    if hasattr(result, "to_frame") and not hasattr(result, "columns"):
        result = result.to_frame().reset_index()
    if hasattr(result, "itertuples"):
        yield result
    elif isinstance(result, dict):
        yield result
    elif isinstance(result, (list, tuple, set)):
        for one in result:
            yield one if isinstance(one, dict) else {"value": one}
    else:
        yield {"value": result}


def line_in(function, error):
    """Where in the function itself the error came from, counted as in its source."""
    code, line = inspect.unwrap(function).__code__, None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code is code:
            line = step.tb_lineno - code.co_firstlineno + 1
        step = step.tb_next
    return line


def run(params, ctx):
    ctx.route_requests()
    function = getattr(importlib.import_module(params["module"]), params["function"])
    given = {name: value for name, value in params["arguments"].items() if value is not None}
    try:
        yield from rows_of(function(**given))
    except Exception as error:
        error.script_line = line_in(function, error)
        raise
