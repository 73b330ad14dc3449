"""GravixLayer's clients, by what goes over the wire.

PyPI no longer has the generation of the package that chats (0.0.45; the oldest there is 0.1.1, which does not), so its
reading of a stream is done here as protocol/gravixlayer.md quotes it.
"""

import json

import pytest

from processes import chat_body
from raw import Stream

CHAT = "/v1/inference/chat/completions"


def test_a_whole_answer(platform):
    completion = platform.chat(path=CHAT, stream=False, max_tokens=8).json()
    assert completion["object"] == "chat.completion"
    assert completion["choices"][0]["message"]["content"]
    assert completion["usage"]["total_tokens"] > 0


def test_a_stream(platform):
    with Stream(platform.port, CHAT, chat_body(stream=True, max_tokens=8)) as stream:
        lines = [line for line in stream]
    data = [line for line in lines if line and not line.startswith(":")]
    assert all(line.startswith("data: ") for line in data), data
    assert data[-1] == "data: [DONE]"

    # "Body lines split on newline; trimmed; blank skipped; `data: ` prefix removed if present; `[DONE]` skipped; rest
    # parsed as JSON, unparsable lines skipped."
    text = ""
    for line in lines:
        line = line.strip()
        line = line[6:] if line.startswith("data: ") else line
        if not line or line == "[DONE]":
            continue
        try:
            chunk = json.loads(line)
        except ValueError:
            continue
        for choice in chunk["choices"]:
            text += choice["delta"].get("content") or ""
    assert text.strip()


@pytest.mark.parametrize("body, status, code", [
    (chat_body(model="nobody"), 404, "model_not_found"),
    (chat_body(temperature=5), 400, None),
    (b"{", 400, "invalid_json"),
    (chat_body(frobnicate=1), 400, "unsupported_parameter"),
    (chat_body("x" * 11_000_000), 413, "request_too_large"),
    (chat_body("blue sky " * 6000), 400, "context_length_exceeded"),
])
def test_errors_have_their_own_form(platform, body, status, code):
    reply = platform.request("POST", CHAT, body)
    assert reply.status == status, reply
    error = reply.json()
    assert isinstance(error["error"], str) and error["error"]
    assert isinstance(error["code"], (str, int))
    if code:
        assert error["code"] == code
    platform.check_answers()


def test_an_unknown_route_of_theirs(platform):
    assert isinstance(platform.request("GET", "/v1/inference/nothing").json()["error"], str)


def test_a_sloppy_path(platform):
    assert platform.chat(path=CHAT + "/", max_tokens=1).status == 200
