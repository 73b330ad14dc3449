"""PixiGPT's own package, as it comes from PyPI, and its rules for a conversation."""

import json

import pytest

from asking import answer, chunks_of, refused

pixigpt = pytest.importorskip("pixigpt", reason="pixigpt is not installed")
# Calls have no name outside of this module.
types = pytest.importorskip("pixigpt.types")

CHAT = "/v1/chat/completions"
MESSAGES = [
    {"role": "system", "content": "You are helpful."}, {"role": "user", "content": "Say hello in one short sentence."},
]
WEATHER = {"type": "function", "function": {
    "name": "get_weather", "description": "The weather at a place.", "parameters": {
        "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
REASONS = ("stop", "length", "tool_calls")


@pytest.fixture(scope="module")
def client(platform):
    return pixigpt.Client("none", platform.url, timeout=120, max_retries=0)


def request(messages=(), **parameters):
    given = [pixigpt.Message(**message) for message in MESSAGES]
    return pixigpt.ChatCompletionRequest(**{
        "messages": [*given, *messages], "max_tokens": 12, "enable_thinking": False, **parameters})


def check(response):
    assert response.id and response.object == "chat.completion" and response.model == "smollm2"
    choice, = response.choices
    assert choice.index == 0 and choice.message.role == "assistant"
    assert choice.message.content or choice.message.tool_calls
    assert choice.finish_reason in REASONS
    assert choice.reasoning_content is None or choice.reasoning_content.strip()
    # "`content` and `reasoning_content` both whitespace-trimmed"
    assert choice.message.content is None or choice.message.content == choice.message.content.strip()
    usage = response.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens > 0
    return choice


@pytest.mark.parametrize("parameters", [
    {}, {"enable_thinking": None}, {"enable_thinking": True}, {"temperature": 0.0}, {"temperature": 0.7},
    {"max_tokens": 0},
], ids=str)
def test_chats(client, parameters):
    check(client.create_chat_completion(request(**parameters)))


def test_a_conversation_goes_on(client):
    first = client.create_chat_completion(request())
    # "replaying a response message as input"
    more = [first.choices[0].message, pixigpt.Message(role="user", content="And now in French.")]
    second = client.create_chat_completion(request(more))
    check(second)
    assert second.usage.prompt_tokens > first.usage.prompt_tokens


def test_chats_with_tools(client):
    choice = check(client.create_chat_completion(request(tools=[WEATHER], max_tokens=48)))
    for call in choice.message.tool_calls or []:
        assert call.id and call.type == "function" and call.function.name
        assert isinstance(call.function.arguments, str)


@pytest.mark.parametrize("content", [None, ""], ids=["null", "empty"])
@pytest.mark.parametrize("tools", [[WEATHER], None], ids=["with tools", "without"])
def test_a_result_is_answered(client, content, tools):
    call = types.ToolCall(id="call_1", type="function", function=types.ToolCallFunction(
        name="get_weather", arguments=json.dumps({"city": "Paris"})))
    check(client.create_chat_completion(request([
        pixigpt.Message(role="assistant", content=content, tool_calls=[call]),
        pixigpt.Message(role="tool", content='{"sky": "clear"}', tool_call_id="call_1"),
    ], tools=tools)))


def test_usage_has_exactly_three_keys(platform):
    """The package makes its `Usage` of all keys there are, and fails on a fourth (protocol/pixigpt.md §6.1)."""
    for parameters in ({}, {"tools": [WEATHER]}, {"enable_thinking": False}):
        completion = answer(platform, CHAT, {"messages": MESSAGES, "max_tokens": 8, **parameters})
        assert set(completion["usage"]) == {"prompt_tokens", "completion_tokens", "total_tokens"}
        message = completion["choices"][0]["message"]
        # "In responses the key must exist", and the reasoning is a sibling of the message.
        assert "content" in message and "reasoning_content" not in message


def test_temperature_0_is_accepted(platform):
    """The package leaves a 0 out; Go's and others may not."""
    assert answer(platform, CHAT, {"messages": MESSAGES, "temperature": 0, "max_tokens": 8, "enable_thinking": False})


def test_temperature_0_means_the_default(platform):
    """"server uses 0.6 when absent or 0": the answers are not always the same."""
    def text(temperature):
        completion = answer(platform, CHAT, {
            "messages": [{"role": "user", "content": "Tell me a story."}], "temperature": temperature,
            "max_tokens": 16, "enable_thinking": False})
        return completion["choices"][0]["message"]["content"]

    assert len({text(0) for _ in range(4)}) > 1


def test_a_limit_holds_unless_there_is_thinking(platform):
    """"Thinking on and max_tokens < 3000: raised to 3000"; thinking is on unless it is turned off."""
    def answered(**parameters):
        return answer(platform, CHAT, {"messages": MESSAGES, "max_tokens": 2, **parameters})

    short = answered(enable_thinking=False)
    assert short["usage"]["completion_tokens"] == 2 and short["choices"][0]["finish_reason"] == "length"
    for parameters in ({}, {"enable_thinking": True}):
        assert answered(**parameters)["usage"]["completion_tokens"] > 2


def test_a_request_that_names_a_model_is_openais(platform):
    """Its limit and its temperature are its own."""
    body = {"model": "smollm2", "messages": MESSAGES, "max_tokens": 2, "temperature": 0}
    assert answer(platform, CHAT, body)["usage"]["completion_tokens"] == 2


def test_a_stream_without_a_model(platform):
    """None of PixiGPT's clients asks for one, but it is answered."""
    chunks = chunks_of(platform, CHAT, {"messages": MESSAGES, "max_tokens": 4, "enable_thinking": False})
    assert any(choice["delta"].get("content") for chunk in chunks for choice in chunk["choices"])


def test_an_assistant_that_there_is_not(client, platform):
    with pytest.raises(pixigpt.APIError) as caught:
        client.create_chat_completion(request(assistant_id="no-such-assistant"))
    assert caught.value.status_code == 404
    assert caught.value.type == "invalid_request_error"
    assert "no-such-assistant" in caught.value.message
    assert not pixigpt.is_auth_error(caught.value) and not pixigpt.is_rate_limit_error(caught.value)
    refused(platform, CHAT, {"messages": MESSAGES, "assistant_id": "no-such-assistant"}, status=404)


def test_no_assistant_is_meant_by_nothing(platform):
    for assistant in ("", None):
        answer(platform, CHAT, {
            "messages": MESSAGES, "assistant_id": assistant, "max_tokens": 2, "enable_thinking": False})


@pytest.mark.parametrize("parameters, name", [
    ({"enable_thinking": "yes"}, "enable_thinking"), ({"max_tokens": -1}, "max_tokens"),
    ({"temperature": 9}, "temperature"), ({"tools": "hammer"}, "tools"), ({"messages": []}, "messages"),
    ({"assistant_id": ["a"]}, "assistant_id"), ({"frobnicate": 1}, "frobnicate"),
], ids=lambda value: value if isinstance(value, str) else json.dumps(value))
def test_requests_at_fault(platform, parameters, name):
    refused(platform, CHAT, {"messages": MESSAGES, "max_tokens": 2, **parameters}, parameter=name)


def test_a_wrong_key_is_told_by_its_type(start_platform):
    platform = start_platform(key="the-right-key")
    wrong = pixigpt.Client("wrong", platform.url, max_retries=0)
    with pytest.raises(pixigpt.APIError) as caught:
        wrong.create_chat_completion(request())
    assert caught.value.status_code == 401 and pixigpt.is_auth_error(caught.value)
