"""A platform in front of another server."""

import json
import signal
import socket
import threading

import openai
import pytest

from processes import Platform, chat_body
from raw import Stream, error_of, text_of


@pytest.fixture(scope="module")
def front(platform, make_home, directory):
    front = Platform(make_home(), directory, "--upstream", platform.url)
    yield front
    front.stop()


def test_a_chain_serves(front, platform):
    assert front.request("GET", "/readyz").status == 200
    assert front.request("GET", "/v1/models").json()["data"]
    with openai.OpenAI(base_url=front.url, api_key="none", max_retries=0) as client:
        assert client.models.retrieve("smollm2").id == "smollm2"
        parameters = {
            "model": "smollm2", "messages": [{"role": "user", "content": "Why is the sky blue?"}], "temperature": 0,
            "max_tokens": 16, "extra_body": {"cache_prompt": False},
        }
        whole = client.chat.completions.create(**parameters)
        streamed = "".join(
            choice.delta.content or "" for chunk in client.chat.completions.create(stream=True, **parameters)
            for choice in chunk.choices)
    assert "sky" in whole.choices[0].message.content
    assert streamed == whole.choices[0].message.content
    assert not front.engines(), "a platform with an upstream needs no engine"


def test_a_chain_streams_as_it_comes(front):
    with Stream(front.port, "/v1/chat/completions",
                chat_body("Why is the sky blue?", stream=True, max_tokens=40)) as stream:
        chunks = list(stream.chunks())
    moments = {round(at, 3) for at, line in stream.lines if line.startswith("data:")}
    assert len(moments) >= 15 and "sky" in text_of(chunks)
    assert stream.lines[-1][1] == "data: [DONE]" or stream.lines[-2][1] == "data: [DONE]"


def test_a_chain_passes_refusals_on(front, platform):
    for body, status, code in [
        (chat_body(model="nobody"), 404, "model_not_found"), (chat_body(frobnicate=1), 400, "unsupported_parameter"),
        (chat_body("blue sky " * 6000), 400, "context_length_exceeded"),
        (chat_body("blue sky " * 6000, stream=True), 400, "context_length_exceeded"),
    ]:
        reply = front.request("POST", "/v1/chat/completions", body)
        assert reply.status == status and reply.error["code"] == code, reply
    front.check_answers()


def test_t63_a_chain_passes_a_departure_on(front, platform):
    engine = platform.engine()
    assert engine.is_idle_within(20)
    with Stream(front.port, "/v1/chat/completions",
                chat_body("Tell a story.", stream=True, ignore_eos=True, max_tokens=4000)) as stream:
        stream.until_text()
        assert engine.busy_slots()
    assert engine.is_idle_within(2)


def test_a_chain_in_gravixlayers_form(front):
    reply = front.request("POST", "/v1/inference/chat/completions", chat_body(model="nobody"))
    assert isinstance(reply.json()["error"], str)


def test_t73_an_upstream_that_is_killed_in_mid_stream(start_platform):
    upstream = start_platform()
    front = start_platform("--upstream", upstream.url)
    front.check_answers()
    with Stream(front.port, "/v1/chat/completions",
                chat_body("Tell a story.", stream=True, ignore_eos=True, max_tokens=4000)) as stream:
        stream.until_text()
        upstream.engines()
        upstream.signal(signal.SIGKILL)
        events = stream.rest()
    assert "[DONE]" not in events
    error = error_of(events)
    assert error and error["type"] == "server_error", events[-2:]
    assert not any(choice.get("finish_reason") for event in events for choice in json.loads(event).get("choices", []))

    # It is gone now: a clear 502, and the platform in front goes on.
    for stream_it in (False, True):
        reply = front.chat(stream=stream_it)
        assert reply.status == 502 and reply.error["type"] == "server_error", reply
    assert front.request("GET", "/healthz").status == 200
    assert front.request("GET", "/readyz").status in (200, 503)


def test_an_upstream_that_was_never_there(start_platform):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        front = start_platform("--upstream", f"http://127.0.0.1:{unused.getsockname()[1]}/v1")
        reply = front.chat()
        assert reply.status == 502, reply
        assert reply.error["message"]
        assert front.request("GET", "/v1/models").status == 502
        assert front.request("GET", "/readyz").status == 503
        assert front.request("GET", "/healthz").status == 200


def test_an_upstream_that_says_nothing_holds_nothing_up(start_platform):
    """It takes connections and never answers: the platform listens all the same, and says that it is not ready."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        front = start_platform("--upstream", f"http://127.0.0.1:{silent.getsockname()[1]}/v1")
        assert front.request("GET", "/healthz").status == 200
        assert front.request("GET", "/readyz", timeout=15).status == 503


class Script:
    """A server that answers every POST with the same bytes, and closes or stays silent after them."""

    LISTING = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\nConnection: close\r\n\r\n"
               b'{"object":"list","data":[]}')

    def __init__(self, answer, stays=False, listing=LISTING):
        self.listing = listing
        self.answer = answer
        self.stays = stays
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.held = []
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        received = b""
        while b"\r\n\r\n" not in received:
            piece = connection.recv(65536)
            if not piece:
                return
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                       if line.startswith(b"content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        self.requests.append(head.split(b"\r\n")[0].decode())
        if head.startswith(b"GET"):
            # The list of models, which the platform asks for by itself.
            connection.sendall(self.listing)
            connection.close()
            return
        connection.sendall(self.answer)
        if self.stays:
            self.held.append(connection)
        else:
            connection.close()

    def close(self):
        self.listener.close()
        for connection in self.held:
            connection.close()


@pytest.fixture
def script(start_platform):
    scripts = []

    def start(answer, stays=False):
        script = Script(answer, stays)
        scripts.append(script)
        return script, start_platform("--upstream", f"http://127.0.0.1:{script.port}/v1")

    yield start
    for script in scripts:
        script.close()


def sse(*events, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"):
    return head + b"".join(b"data: " + event + b"\n\n" for event in events)


def chunk(text=None, reason=None):
    return json.dumps({
        "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
        "choices": [{"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}],
    }).encode()


def stream_of(front):
    with Stream(front.port, "/v1/chat/completions", chat_body(stream=True)) as stream:
        return stream.status, stream.rest()


def test_t73_a_stream_that_is_cut_in_mid_event(script):
    _, front = script(sse(chunk("Hel"), chunk("lo")) + b'data: {"id":"c","obj')
    status, events = stream_of(front)
    assert status == 200 and "[DONE]" not in events and error_of(events[-1:]), events
    assert [json.loads(event)["choices"][0]["delta"]["content"] for event in events[:-1]] == ["Hel", "lo"]


def test_t73_a_stream_that_ends_without_an_end(script):
    _, front = script(sse(chunk("Hel"), chunk("lo")))
    _, events = stream_of(front)
    assert "[DONE]" not in events and error_of(events), events


def test_a_stream_that_ends_with_a_finish_reason_only_is_complete(script):
    _, front = script(sse(chunk("Hello"), chunk(reason="stop")))
    _, events = stream_of(front)
    assert events[-1] == "[DONE]" and error_of(events) is None


def test_a_stream_that_goes_on_after_done_is_ended(script):
    _, front = script(sse(chunk("Hello"), chunk(reason="stop"), b"[DONE]"), stays=True)
    with Stream(front.port, "/v1/chat/completions", chat_body(stream=True), timeout=20) as stream:
        events = []
        for data in stream.events():
            events.append(data)
            if data == "[DONE]":
                break
    assert events[-1] == "[DONE]"


def test_an_error_in_the_upstreams_stream_is_passed_on(script):
    _, front = script(sse(chunk("Hel"), b'{"error":{"message":"out of memory","type":"server_error","code":500}}'))
    _, events = stream_of(front)
    assert error_of(events)["message"] == "out of memory" and "[DONE]" not in events


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_an_upstream_that_answers_in_html(script, stream):
    _, front = script(
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 19\r\nConnection: close\r\n\r\n"
        b"<h1>Go away</h1>\r\n\r\n")
    reply = front.chat(stream=stream)
    assert reply.status in (403, 502) and reply.error["message"], reply


def test_an_upstream_that_answers_429_is_not_asked_in_vain(script):
    upstream, front = script(
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 300\r\nContent-Type: application/json\r\n"
        b"Content-Length: 61\r\nConnection: close\r\n\r\n"
        b'{"error":{"message":"slow down","type":"rate_limit_error"}}  ')
    reply = front.chat()
    assert reply.status == 429 and reply.json()["error"]["message"] == "slow down", reply
    assert reply.headers.get("retry-after") == "300"
    assert len([request for request in upstream.requests if request.startswith("POST")]) == 1, upstream.requests
