"""PixiGPT's own package."""

import json

import pytest

pixigpt = pytest.importorskip("pixigpt", reason="pixigpt is not installed")


def make_client(platform):
    return pixigpt.Client("none", platform.url, timeout=120, max_retries=0)


def request(**parameters):
    return pixigpt.ChatCompletionRequest(
        **{"messages": [
            pixigpt.Message(role="system", content="You are helpful."),
            pixigpt.Message(role="user", content="Say hello in one short sentence."),
        ], "max_tokens": 12, **parameters})


def check(response):
    assert response.id and response.object == "chat.completion" and response.model == "smollm2"
    assert response.choices[0].message.role == "assistant"
    assert response.choices[0].message.content
    assert response.choices[0].finish_reason in ("stop", "length")
    assert response.usage.total_tokens > 0


def test_chats(platform):
    """As it comes: it makes its `Usage` of all keys there are, and fails on a fourth (protocol/pixigpt.md §6.1)."""
    check(make_client(platform).create_chat_completion(request()))


@pytest.fixture(scope="module")
def tolerant(platform):
    """The package, spared the keys of `usage` that it cannot take, to see whether all else is right."""
    def keep_three(response, **_):
        body = response.json()
        if "usage" in body:
            body["usage"] = {key: body["usage"][key] for key in ("prompt_tokens", "completion_tokens", "total_tokens")}
            response._content = json.dumps(body).encode()

    client = make_client(platform)
    client.session.hooks["response"].append(keep_three)
    return client


@pytest.mark.parametrize("parameters", [
    {"temperature": 0.7}, {"max_tokens": 0, "temperature": 0.2}, {"enable_thinking": True}, {"enable_thinking": False},
], ids=str)
def test_chats_with_parameters(tolerant, parameters):
    check(tolerant.create_chat_completion(request(**parameters)))


def test_an_assistant_that_there_is_not(tolerant):
    with pytest.raises(pixigpt.APIError) as caught:
        tolerant.create_chat_completion(request(assistant_id="no-such-assistant"))
    assert caught.value.status_code in (400, 404)
    assert caught.value.type == "invalid_request_error"


def test_errors(tolerant):
    with pytest.raises(pixigpt.APIError) as caught:
        tolerant.create_chat_completion(request(messages=[]))
    assert caught.value.status_code == 400
    assert "messages" in str(caught.value)
