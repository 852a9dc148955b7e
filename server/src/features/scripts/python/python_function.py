"""A script like any other, of the product's own: it calls one function of a Python module and yields what it returns.

What the function asks of the network through `requests` goes through ctx.fetch, under the egress policy.
"""

import importlib
import io

SCRIPT = {"id": "python_function", "name": "A function of a Python module"}


def route_requests(ctx):
    try:
        import requests
        from requests.adapters import HTTPAdapter
        from requests.cookies import cookiejar_from_dict
        from requests.structures import CaseInsensitiveDict
        from requests.utils import get_encoding_from_headers
    except ImportError:
        return

    def send(adapter, request, **_):
        if ctx.cancelled:
            raise KeyboardInterrupt("The execution was stopped")
        body = request.body.read() if hasattr(request.body, "read") else request.body
        try:
            answer = ctx.fetch(request.url, method=request.method, headers=dict(request.headers), data=body)
        except RuntimeError as error:
            raise requests.exceptions.ConnectionError(str(error), request=request)
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.url, response.request, response._content = request.url, request, answer.content
        response.raw, response.connection = io.BytesIO(answer.content), adapter
        response.cookies = cookiejar_from_dict({})
        return response

    HTTPAdapter.send = send


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


def run(params, ctx):
    route_requests(ctx)
    function = getattr(importlib.import_module(params["module"]), params["function"])
    given = {name: value for name, value in params["arguments"].items() if value is not None}
    yield from rows_of(function(**given))
