"""Requests that are at fault: each gets a clear 4xx, and the platform goes on."""

import http.client
import json
import re
import socket

import pytest

from processes import Platform, chat_body
from raw import Reply, _lowercase, exchange_bytes

CHAT = "/v1/chat/completions"
MESSAGES = [{"role": "user", "content": "Hi"}]
PIXEL = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
         "AABJRU5ErkJggg==")


def refused(platform, body, status=400, path=CHAT):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    reply = platform.request("POST", path, body)
    assert reply.status == status, reply
    error = reply.error
    platform.check_answers()
    return error


BODIES = {
    "empty": b"",
    "blank": b"  \n",
    "not JSON": b"{not json",
    "cut off": b'{"model":"smollm2","messages":[{"role":"us',
    "trailing garbage": chat_body() + b"}",
    "two values": chat_body() + chat_body(),
    "array": b"[]",
    "string": b'"hello"',
    "null": b"null",
    "number": b"12",
    "not UTF-8": b'{"max_tokens":1,"messages":[{"role":"user","content":"\xff\xfe"}]}',
    "lone surrogate": b'{"model":"smollm2","messages":[{"role":"user","content":"\\ud800"}]',
    "deeply nested": b'{"messages":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "form": b"model=smollm2&messages=hi",
    "binary": bytes(range(256)) * 16,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_t65_bodies_that_are_not_a_request(platform, body):
    assert refused(platform, body)["type"] == "invalid_request_error"


def test_t65_no_messages(platform):
    assert refused(platform, {"model": "smollm2"})["param"] == "messages"


WRONG = {
    "messages": [[], "hi", {}, None, [1], ["hi"], [[]]],
    "temperature": [5, -1, "hot", [], True],
    "top_p": [2, -0.1, "all"],
    "n": [0, -1, 1.5, "two", 1000],
    "max_tokens": [-1, "many", 1.5, 1 << 40],
    "max_completion_tokens": [-5, "many"],
    "stream": ["yes", []],
    "stop": [1, [1], "", ["a", ""]],
    "presence_penalty": [3, "much"],
    "frequency_penalty": [-3],
    "logit_bias": [{"1": 101}, [1]],
    "top_logprobs": [3, 21],
    "response_format": ["json", {"type": "xml"}, {"type": "json_schema"}],
    "seed": ["seven", 1.5],
    "tools": ["hammer", [{"type": "function"}], [1]],
    "tool_choice": ["sometimes"],
    "stream_options": ["usage"],
    "model": [[], {}],
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.mark.parametrize("name, value", CASES, ids=[f"{name}={json.dumps(value)}" for name, value in CASES])
def test_t65_wrong_values(platform, name, value):
    error = refused(platform, json.loads(chat_body(**{"max_tokens": 8, name: value})))
    assert (error["param"] or "").startswith(name), error
    assert name in error["message"]


@pytest.mark.parametrize("message, parameter", [
    ({"role": "wizard", "content": "Hi"}, "messages[0].role"),
    ({"content": "Hi"}, "messages[0].role"),
    ({"role": 1, "content": "Hi"}, "messages[0].role"),
    ({"role": "user"}, "messages[0].content"),
    ({"role": "user", "content": None}, "messages[0].content"),
    ({"role": "user", "content": 5}, "messages[0].content"),
    ({"role": "user", "content": {"text": "Hi"}}, "messages[0].content"),
    ({"role": "user", "content": [5]}, "messages[0].content"),
    ({"role": "user", "content": [{"type": "text"}]}, "messages[0].content"),
    ({"role": "user", "content": [{"type": "image_url", "image_url": {"url": PIXEL}}]}, "messages[0].content[0]"),
    ({"role": "user", "content": [{"type": "hologram", "hologram": 1}]}, "messages[0].content[0]"),
    ({"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}}]},
     "messages[0].content[0]"),
], ids=lambda value: value if isinstance(value, str) else json.dumps(value)[:60])
def test_t65_wrong_messages(platform, message, parameter):
    error = refused(platform, {"model": "smollm2", "messages": [message]})
    assert (error["param"] or "").startswith(parameter), error


@pytest.mark.parametrize("parameters", [
    {"frobnicate": 1}, {"Temperature": 1}, {"audio": {"voice": "alloy", "format": "mp3"}}, {"modalities": ["audio"]},
    {"prediction": {"type": "content", "content": "x"}}, {"web_search_options": {}}, {"functions": [{"name": "f"}]},
    {"verbosity": "low"}, {"store": True},
], ids=lambda parameters: next(iter(parameters)))
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_t66_unsupported_parameters_are_named(platform, parameters, stream):
    error = refused(platform, {"model": "smollm2", "messages": MESSAGES, "stream": stream, **parameters})
    name = next(iter(parameters))
    assert error["param"] == name and name in error["message"]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_an_assistant_that_there_is_not(platform, stream):
    body = {"model": "smollm2", "messages": MESSAGES, "stream": stream, "assistant_id": "asst_1"}
    reply = platform.request("POST", "/v1/chat/completions", json.dumps(body).encode())
    assert reply.status == 404 and reply.error["code"] == "assistant_not_found", reply
    assert reply.error["param"] == "assistant_id"


TOOL = {"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}


@pytest.mark.parametrize("parameters", [
    {"tools": [TOOL], "tool_choice": "required"},
    {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "look"}}}, {"tools": [TOOL]},
    {"reasoning_effort": "high"},
], ids=["required", "named", "tools", "reasoning_effort"])
def test_t66_what_the_models_template_cannot_do_is_not_ignored_in_silence(platform, parameters):
    """smollm2's template knows neither tools nor reasoning: the prompt is the same with and without."""
    plain = platform.chat(max_tokens=1).json()["usage"]["prompt_tokens"]
    reply = platform.chat(max_tokens=8, **parameters)
    if reply.status == 200:
        used = reply.json()["usage"]["prompt_tokens"] != plain
        called = reply.json()["choices"][0]["message"].get("tool_calls")
        assert used or called, "it was ignored in silence"
    else:
        assert reply.status == 400 and next(iter(parameters)) in reply.error["message"], reply


@pytest.mark.parametrize("parameters, name", [
    ({"tools": [{"type": "magic"}]}, "tools"), ({"reasoning_format": "zzz"}, "reasoning_format"),
    ({"json_schema": {"type": "object"}, "grammar": 'root ::= "a"'}, "grammar"),
    ({"messages": [{"role": "user", "content": [{"type": "text", "text": 5}]}]}, "messages"),
    ({"grammar": "root ::= ("}, "grammar"), ({"top_k": "x"}, "top_k"),
    ({"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "nonsense"}}}},
     "schema"),
    ({"messages": [*MESSAGES, *[{"role": "assistant", "content": "a"}] * 2]}, "messages"),
], ids=lambda value: json.dumps(value)[:50])
def test_t65_what_the_engine_refuses_is_the_requests_fault(platform, parameters, name):
    assert name in refused(platform, json.loads(chat_body(**{"max_tokens": 4, **parameters})))["message"]


def test_parameters_for_the_platforms_own_books_are_accepted(platform):
    reply = platform.chat(
        max_tokens=1, user="u", metadata={"a": "b"}, store=False, service_tier="auto", safety_identifier="s",
        prompt_cache_key="k", parallel_tool_calls=True)
    assert reply.status == 200, reply


def test_nulls_count_as_absent(platform):
    reply = platform.chat(max_tokens=1, stop=None, n=None, stream=None, tools=None, top_p=None, response_format=None)
    assert reply.status == 200, reply


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_t64_too_many_tokens(platform, stream):
    error = refused(platform, chat_body("blue sky " * 6000, stream=stream))
    assert error["code"] == "context_length_exceeded"
    numbers = [int(number) for number in re.findall(r"\d+", error["message"])]
    assert 8192 in numbers and any(number > 12000 for number in numbers), error["message"]


def test_a_model_that_does_not_chat(platform):
    error = refused(platform, chat_body(model="all-minilm-l6-v2"))
    assert error["param"] == "model"


@pytest.mark.parametrize("model", ["nobody", "../smollm2", "smollm2.gguf", "/etc/passwd", "x" * 5000, "\u2603", "a\nb"])
def test_an_unknown_model(platform, model):
    error = refused(platform, chat_body(model=model), status=404)
    assert error["code"] == "model_not_found" and len(error["message"]) < 1000


def test_a_body_of_11_mb(platform):
    error = refused(platform, chat_body("x" * 11_000_000), status=413)
    assert "10485760" in error["message"]


def test_a_body_of_11_mb_that_is_read_to_its_end_by_no_one(platform):
    """The answer reaches a client that writes all of its body before it reads."""
    body = chat_body("x" * 11_000_000)
    head = (f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode()
    reply = exchange_bytes(platform.port, head + body)
    assert reply.status == 413 and reply.error["code"] == "request_too_large"
    platform.check_answers()


def test_a_chunked_body_of_11_mb(platform):
    piece = b"x" * 65_536
    chunk = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    with socket.create_connection(("127.0.0.1", platform.port), timeout=30) as connection:
        connection.sendall(f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        while sent < 11_000_000:
            connection.sendall(chunk)
            sent += len(piece)
        connection.sendall(b"0\r\n\r\n")
        response = http.client.HTTPResponse(connection)
        response.begin()
        reply = Reply(response.status, _lowercase(response.headers), response.read())
    assert reply.status == 413 and reply.error["code"] == "request_too_large"
    platform.check_answers()


def test_a_body_just_below_the_limit_is_read(platform):
    """10 MB that are refused for what they say, not for their size."""
    error = refused(platform, {"messages": MESSAGES, "n": 0, "user": "x" * 10_000_000})
    assert error["param"] == "n"


def test_more_messages_than_are_allowed(platform):
    error = refused(platform, {"messages": MESSAGES * 10_001})
    assert error["param"] == "messages" and "10000" in error["message"]


@pytest.mark.parametrize("headers", [
    "".join(f"X-Header-{number}: {number}\r\n" for number in range(5_000)), f"X-Long: {'y' * 1_000_000}\r\n",
], ids=["many", "long"])
def test_headers_beyond_measure(platform, headers):
    request = f"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n".encode()
    try:
        reply = exchange_bytes(platform.port, request)
        assert reply.status in (200, 400, 413, 431), reply
    except ConnectionError:
        pass  # Closing the connection is an answer too.
    platform.check_answers()


@pytest.mark.parametrize("request_bytes", [
    b"GARBAGE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
    b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
], ids=["garbage", "version", "TLS", "negative length", "absurd length"])
def test_what_is_not_http(platform, request_bytes):
    with socket.create_connection(("127.0.0.1", platform.port), timeout=10) as connection:
        connection.sendall(request_bytes)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65536)
    assert answer == b"" or answer.split(b" ")[1] in (b"400", b"404", b"413", b"505"), answer
    platform.check_answers()


def test_a_body_that_never_comes(platform):
    with socket.create_connection(("127.0.0.1", platform.port), timeout=10) as connection:
        connection.sendall(f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{{".encode())
        platform.check_answers()
    platform.check_answers()


def test_many_connections_that_say_nothing(platform):
    silent = [socket.create_connection(("127.0.0.1", platform.port), timeout=10) for _ in range(200)]
    try:
        platform.check_answers()
    finally:
        for connection in silent:
            connection.close()


@pytest.fixture(scope="module")
def guarded(make_home, directory):
    platform = Platform(make_home(), directory, key="the-right-key")
    yield platform
    platform.stop()


@pytest.mark.parametrize("authorization", [
    "", "Bearer", "Bearer ", "Bearer wrong", "Basic dGhlLXJpZ2h0LWtleQ==", "the-right-key", "Bearer the-right-key2",
    "Bearer the-right-ke",
])
def test_a_wrong_key(guarded, authorization):
    headers = {"Authorization": authorization}
    for method, path, body in (("GET", "/v1/models", None), ("POST", CHAT, chat_body()), ("GET", "/metrics", None),
                               ("GET", "/v1/nothing", None)):
        reply = guarded.request(method, path, body, headers=headers)
        assert reply.status == 401, reply
        assert reply.error["type"] == "authentication_error" and reply.error["code"] == "invalid_api_key"
        assert reply.headers["www-authenticate"].startswith("Bearer")
    # A platform with a key is asked for its health without one.
    assert guarded.request("GET", "/healthz", headers={"Authorization": ""}).status == 200
    assert "the-right-key" not in guarded.text


def test_the_right_key(guarded):
    for header in ("Bearer the-right-key", "bearer the-right-key"):
        assert guarded.request("GET", "/v1/models", headers={"Authorization": header}).status == 200
    # With a key, the platform may stand behind a name of its own.
    reply = guarded.request("GET", "/v1/models", headers={"Host": "models.example"})
    assert reply.status == 200
