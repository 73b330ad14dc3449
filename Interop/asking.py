"""Asks the platform's routes, and checks the form of what it refuses."""

import json

import pytest

from raw import Stream

# The routes of the models are there twice: as OpenAI's and PixiGPT's clients ask for them, and as GravixLayer's do.
on_both_paths = pytest.mark.parametrize("prefix", ["/v1", "/v1/inference"], ids=["openai", "gravixlayer"])


def encoded(body):
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def post(platform, path, body):
    return platform.request("POST", path, encoded(body), timeout=120)


def answer(platform, path, body):
    reply = post(platform, path, body)
    assert reply.status == 200, reply
    return reply.json()


def chunks_of(platform, path, body):
    """The chunks of a streamed answer, which has to end as it should."""
    with Stream(platform.port, path, encoded({**body, "stream": True})) as stream:
        assert stream.status == 200, stream.response.read()
        assert stream.headers["content-type"].startswith("text/event-stream"), stream.headers
        chunks = list(stream.chunks())
    data = [line for _, line in stream.lines if line.startswith("data:")]
    assert data[-1] == "data: [DONE]", data[-2:]
    assert not any("error" in chunk for chunk in chunks), chunks
    return chunks


def refused(platform, path, body, status=400, parameter=None, code=None):
    """Checks that a request is refused in the form that belongs to the path, and returns the message.

    `parameter` has to be named: in the message, and in OpenAI's form by itself too.
    """
    reply = post(platform, path, body)
    assert reply.status == status, reply
    if path.startswith("/v1/inference/"):
        error = reply.json()
        assert set(error) == {"error", "code"}, reply
        assert isinstance(error["code"], (str, int)), reply
        message = error["error"]
        assert isinstance(message, str) and len(message) > 10, reply
    else:
        error = reply.error
        assert error["type"] == "invalid_request_error", reply
        message = error["message"]
        if parameter:
            assert (error["param"] or "").startswith(parameter), reply
    if parameter:
        assert parameter in message, reply
    if code:
        assert error["code"] == code, reply
    return message


def check_method(platform, path):
    """A route that is only posted to says so."""
    for method in ("GET", "DELETE"):
        reply = platform.request(method, path)
        assert reply.status == 405, reply
        assert "POST" in reply.headers.get("allow", ""), reply
