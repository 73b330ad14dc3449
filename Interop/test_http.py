"""Routes and streams as they go over the wire."""

import json
import re
import shutil
import socket
import subprocess
import time

import pytest

from processes import chat_body
from raw import Stream, error_of, exchange_bytes, text_of


def test_a_stream_comes_token_by_token(platform):
    with Stream(platform.port, "/v1/chat/completions", chat_body(stream=True, max_tokens=60,
                content="Why is the sky blue?")) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        chunks = list(stream.chunks())
        rest = list(stream)
    assert not "".join(rest), "nothing comes after [DONE]"
    data = [(at, line) for at, line in stream.lines if line.startswith("data:")]
    assert data[-1][1] == "data: [DONE]"
    assert all(line.startswith("data: ") for _, line in data)
    assert len(chunks) >= 40
    moments = {round(at, 3) for at, _ in data}
    assert len(moments) >= 20, "the tokens came in a few lumps"
    assert "sky" in text_of(chunks)
    assert all("prompt_progress" not in line for _, line in stream.lines)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_shows_tokens_as_they_arrive(platform):
    process = subprocess.Popen(
        ["curl", "--noproxy", "*", "-sSN", platform.url + "/chat/completions", "-H", "Content-Type: application/json",
         "-d", chat_body(stream=True, max_tokens=60, content="Why is the sky blue?")], stdout=subprocess.PIPE)
    try:
        moments, last = set(), b""
        for line in process.stdout:
            if line.startswith(b"data: "):
                moments.add(round(time.monotonic(), 3))
                last = line
        assert process.wait(10) == 0
    finally:
        process.kill()
    assert len(moments) >= 20
    assert last == b"data: [DONE]\n"


def test_t68_comments_are_not_followed_by_a_blank_line(platform):
    # A prompt of several batches, so that there is something to wait for.
    with Stream(platform.port, "/v1/chat/completions", chat_body("grey cloud " * 400, stream=True, max_tokens=1,
                cache_prompt=False)) as stream:
        lines = list(stream)
    comments = [index for index, line in enumerate(lines) if line.startswith(":")]
    assert comments, "there was no sign of life while the prompt was read"
    assert all(lines[index + 1] != "" for index in comments)
    assert lines[-2:] == ["data: [DONE]", ""]


def test_chunks_have_what_clients_need(platform):
    with Stream(platform.port, "/v1/chat/completions", chat_body(stream=True, max_tokens=5)) as stream:
        chunks = list(stream.chunks())
    assert len({chunk["id"] for chunk in chunks}) == 1
    for chunk in chunks:
        assert chunk["object"] == "chat.completion.chunk"
        assert chunk["model"] == "smollm2"
        assert isinstance(chunk["created"], int)
    reasons = [chunk["choices"][0]["finish_reason"] for chunk in chunks if chunk["choices"]]
    assert reasons[-1] == "length" and set(reasons[:-1]) == {None}


def test_a_model_that_is_not_named_is_the_default_one(platform):
    reply = platform.chat(model=..., max_tokens=1)
    assert reply.status == 200 and reply.json()["model"] == "smollm2"


def test_health(platform):
    assert platform.request("GET", "/healthz").json() == {"status": "ok"}
    assert platform.request("GET", "/readyz").json() == {"status": "ready"}


def test_a_platform_without_models_lives_but_is_not_ready(start_platform, tmp_path):
    platform = start_platform("--models", tmp_path)
    assert platform.request("GET", "/healthz").status == 200
    reply = platform.request("GET", "/readyz")
    assert reply.status == 503 and "scripts/setup" in reply.error["message"]
    assert platform.request("GET", "/v1/models").json() == {"object": "list", "data": []}
    assert platform.chat().status == 404
    assert platform.chat(model=...).status in (404, 503)


SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})? (\S+)$')


def samples(platform):
    """The samples of `/metrics`, checked against Prometheus's text format."""
    reply = platform.request("GET", "/metrics")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    found, types = {}, {}
    for line in reply.body.decode().splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in types, f"{name} is declared twice"
            assert kind in ("counter", "gauge", "histogram", "summary")
            types[name] = kind
        elif line and not line.startswith("#"):
            match = SAMPLE.match(line)
            assert match, line
            name = match[1]
            assert name in types or re.sub("_(bucket|sum|count)$", "", name) in types, f"{name} has no type"
            assert (match[1], match[2]) not in found, line
            found[match[1], match[2]] = float(match[3])
    return found


def test_metrics(platform):
    def counted():
        return sum(value for (name, labels), value in samples(platform).items()
                   if name == "martlet_http_requests_total" and "chat/completions" in (labels or ""))

    before = counted()
    platform.chat(max_tokens=1)
    platform.chat(temperature=9)
    assert counted() == before + 2


def test_metrics_buckets_are_cumulative(platform):
    platform.chat(max_tokens=1)
    series = {}
    for (name, labels), value in samples(platform).items():
        if name == "martlet_http_request_duration_seconds_bucket":
            bound = re.search(r'le="([^"]+)"', labels)[1]
            series.setdefault(re.sub(r',?le="[^"]+"', "", labels), []).append((float(bound), value))
    assert series
    for buckets in series.values():
        values = [value for _, value in sorted(buckets)]
        assert values == sorted(values)


@pytest.mark.parametrize("path", ["/v1/models/", "//v1//models", "/v1/models?limit=3", "/v1//models/"])
def test_sloppy_paths(platform, path):
    assert platform.request("GET", path).json()["object"] == "list"


@pytest.mark.parametrize("path", ["/v1/chat/completions/", "/v1//chat//completions", "//v1/chat/completions"])
def test_sloppy_chat_paths(platform, path):
    assert platform.chat(max_tokens=1, path=path).json()["object"] == "chat.completion"


def test_model_names_with_slashes_are_names(platform):
    for path in ("/v1/models/org%2Fname", "/v1/models/org/name"):
        reply = platform.request("GET", path)
        assert reply.status == 404 and "org/name" in reply.error["message"]


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/v2/models", "/v1/chat", "/%00", "/v1/mod%65ls%", "/é"])
def test_unknown_routes(platform, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    reply = exchange_bytes(platform.port, request)
    assert reply.status in (400, 404), reply
    if reply.status == 404:
        assert reply.error["type"] == "invalid_request_error"
    platform.check_answers()


@pytest.mark.parametrize("method, path", [
    ("GET", "/v1/chat/completions"), ("DELETE", "/v1/models"), ("PUT", "/v1/chat/completions"),
    ("PATCH", "/v1/models/smollm2"), ("POST", "/healthz"),
])
def test_wrong_methods(platform, method, path):
    reply = platform.request(method, path, b"{}" if method != "GET" else None)
    assert reply.status in (404, 405), reply
    assert method in reply.error["message"]


def test_connections_are_kept_and_pipelined(platform):
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", platform.port), timeout=10) as connection:
        connection.sendall(one * 3)
        received = b""
        while received.count(b'{"status":"ok"}') < 3:
            piece = connection.recv(65536)
            assert piece, received
            received += piece


def test_http_1_0(platform):
    reply = exchange_bytes(platform.port, b"GET /v1/models HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
    assert reply.json()["object"] == "list"


def test_expect_100_continue(platform):
    body = chat_body(max_tokens=1)
    head = (f"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
            "Expect: 100-continue\r\nConnection: close\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", platform.port), timeout=30) as connection:
        connection.sendall(head)
        connection.settimeout(1)
        try:
            assert connection.recv(65536).startswith(b"HTTP/1.1 100")
        except TimeoutError:
            pass  # Clients go on by themselves after a moment.
        connection.settimeout(30)
        connection.sendall(body)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    assert b"200 OK" in received


def test_a_page_of_another_site_is_refused(platform):
    """DNS rebinding: a browser on this machine that was pointed here under another name."""
    reply = platform.request("GET", "/v1/models", headers={"Host": "evil.example:80"})
    assert reply.status == 403 and reply.error["message"]
    for host in ("localhost", "127.0.0.1:1", "[::1]:8484", "LOCALHOST:80"):
        assert platform.request("GET", "/v1/models", headers={"Host": host}).status == 200


def test_an_error_in_a_stream_is_an_error_response(platform):
    """T65: what is wrong with a request is said before the stream starts."""
    for body in (chat_body(stream=True, n=0), chat_body(stream=True, model="nobody"), b'{"stream":true'):
        reply = platform.request("POST", "/v1/chat/completions", body)
        assert 400 <= reply.status < 500 and reply.error
        assert error_of([reply.body]) == json.loads(reply.body)["error"]
