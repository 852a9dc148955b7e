"""Lets what a script asks of the network through `requests` go through ctx.fetch, under the egress policy."""

import io


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
