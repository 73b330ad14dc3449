"""Tools: calls that are demanded, calls that are not, and what comes after a call.

The model is small and does as it likes: what the tests look at is the form, never the sense.
"""

import json
from typing import Literal

import openai
import pydantic
import pytest

from asking import answer, chunks_of, on_both_paths, refused
from schemas import check

CHAT = "/v1/chat/completions"
QUESTION = [{"role": "user", "content": "What is the weather in Paris, and wake me up tomorrow."}]
# Every value is bounded, so that no seed makes a call that is cut off.
LIMIT = 400


def tool(name, **parameters):
    function = {"name": name, "description": f"Does {name}."}
    if parameters:
        function["parameters"] = {"type": "object", "additionalProperties": False, **parameters}
    return {"type": "function", "function": function}


WEATHER = tool("get_weather", properties={
    "city": {"type": "string", "enum": ["Paris", "London", "Rio de Janeiro"]},
    "days": {"type": "integer", "minimum": 1, "maximum": 7},
    "note": {"type": "string", "maxLength": 12},
}, required=["city", "days"])
ALARM = tool("set_alarm", properties={
    "hour": {"type": "integer", "minimum": 0, "maximum": 23},
    "repeats": {"type": "boolean"},
    "on": {"type": "array", "items": {"$ref": "#/$defs/Day"}, "minItems": 1, "maxItems": 3},
}, required=["hour", "repeats", "on"], **{"$defs": {"Day": {"type": "string", "enum": ["mon", "tue", "wed"]}}})
PING = tool("ping")
TOOLS = [WEATHER, ALARM, PING]
NAMES = [one["function"]["name"] for one in TOOLS]


def named(name):
    return {"type": "function", "function": {"name": name}}


def body(**parameters):
    return {"model": "smollm2", "messages": QUESTION, "tools": TOOLS, "temperature": 1, "max_tokens": LIMIT,
            **parameters}


def check_call(call):
    """Checks a call as a client executes it, and returns the function's name."""
    assert call["id"].startswith("call_") and len(call["id"]) > 5, call
    assert call["type"] == "function", call
    function = call["function"]
    assert function["name"] in NAMES, call
    assert isinstance(function["arguments"], str), call
    parameters = TOOLS[NAMES.index(function["name"])]["function"].get("parameters")
    check(json.loads(function["arguments"]), parameters or {"type": "object", "additionalProperties": False})
    return function["name"]


def check_whole(completion):
    """Checks an answer that is a call, and returns the function's name."""
    choice = completion["choices"][0]
    assert choice["finish_reason"] == "tool_calls", choice
    assert "content" in choice["message"] and choice["message"]["content"] is None, choice
    assert len(choice["message"]["tool_calls"]) == 1, choice
    return check_call(choice["message"]["tool_calls"][0])


def check_streamed(chunks, in_pieces=False):
    """Checks a streamed answer that is a call, and returns the function's name."""
    choices = [choice for chunk in chunks for choice in chunk["choices"]]
    assert not any(choice["delta"].get("content") for choice in choices), chunks
    reasons = [choice["finish_reason"] for choice in choices]
    assert reasons[-1] == "tool_calls" and set(reasons[:-1]) <= {None}, reasons
    deltas = [delta for choice in choices for delta in choice["delta"].get("tool_calls") or []]
    assert all(delta["index"] == 0 for delta in deltas), deltas
    first, *rest = deltas
    assert first["id"] and first["type"] == "function" and first["function"]["name"], first
    assert not any(delta.get("id") or delta["function"].get("name") for delta in rest), rest
    assert rest or not in_pieces, "the arguments came all at once"
    arguments = "".join(delta["function"].get("arguments") or "" for delta in deltas)
    return check_call({**first, "function": {"name": first["function"]["name"], "arguments": arguments}})


@pytest.mark.parametrize("seed", range(5))
def test_a_named_function_is_called(platform, seed):
    name = NAMES[seed % 2]
    request = body(tool_choice=named(name), seed=seed)
    assert check_whole(answer(platform, CHAT, request)) == name
    assert check_streamed(chunks_of(platform, CHAT, request), in_pieces=True) == name


@pytest.mark.parametrize("seed", range(5))
def test_one_of_several_functions_has_to_be_called(platform, seed):
    request = body(tool_choice="required", seed=seed)
    check_whole(answer(platform, CHAT, request))
    check_streamed(chunks_of(platform, CHAT, request))


@pytest.mark.parametrize("only", [WEATHER, ALARM, PING], ids=["weather", "alarm", "ping"])
def test_the_only_function_has_to_be_called(platform, only):
    request = body(tool_choice="required", tools=[only])
    assert check_whole(answer(platform, CHAT, request)) == only["function"]["name"]
    assert check_streamed(chunks_of(platform, CHAT, request)) == only["function"]["name"]


def test_a_function_without_parameters_is_called_with_an_empty_object(platform):
    completion = answer(platform, CHAT, body(tool_choice=named("ping")))
    assert check_whole(completion) == "ping"
    assert json.loads(completion["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]) == {}


def test_a_streamed_call_is_the_whole_one(platform):
    request = body(tool_choice=named("set_alarm"), temperature=0, cache_prompt=False)
    call = answer(platform, CHAT, request)["choices"][0]["message"]["tool_calls"][0]
    deltas = [delta for chunk in chunks_of(platform, CHAT, request) for choice in chunk["choices"]
              for delta in choice["delta"].get("tool_calls") or []]
    assert "".join(delta["function"].get("arguments") or "" for delta in deltas) == call["function"]["arguments"]


def test_a_streamed_call_has_its_usage(platform):
    chunks = chunks_of(platform, CHAT, body(tool_choice="required", stream_options={"include_usage": True}))
    assert chunks[-1]["choices"] == [] and chunks[-1]["usage"]["completion_tokens"] > 1, chunks[-1]
    assert not any(chunk.get("usage") for chunk in chunks[:-1])
    check_streamed(chunks)


def test_on_gravixlayers_path(platform):
    path = "/v1/inference/chat/completions"
    request = body(tool_choice=named("get_weather"))
    assert check_whole(answer(platform, path, request)) == "get_weather"
    assert check_streamed(chunks_of(platform, path, request)) == "get_weather"


def test_each_choice_is_a_call_of_its_own(platform):
    completion = answer(platform, CHAT, body(tool_choice="required", n=2))
    assert [choice["index"] for choice in completion["choices"]] == [0, 1]
    calls = []
    for choice in completion["choices"]:
        assert choice["finish_reason"] == "tool_calls" and choice["message"]["content"] is None, choice
        calls += choice["message"]["tool_calls"]
        check_call(calls[-1])
    assert len({call["id"] for call in calls}) == 2


def test_calls_of_different_answers_differ_in_their_ids(platform):
    answers = [answer(platform, CHAT, body(tool_choice=named("ping"))) for _ in range(2)]
    assert len({one["choices"][0]["message"]["tool_calls"][0]["id"] for one in answers}) == 2


def test_parallel_calls_may_be_turned_off(platform):
    check_whole(answer(platform, CHAT, body(tool_choice="required", parallel_tool_calls=False)))


@pytest.mark.parametrize("choice", [named("set_alarm"), "required"], ids=["named", "required"])
def test_a_call_that_is_cut_off_is_not_to_be_executed(platform, choice):
    request = body(tool_choice=choice, max_tokens=2)
    assert answer(platform, CHAT, request)["choices"][0]["finish_reason"] == "length"
    reasons = [choice["finish_reason"] for chunk in chunks_of(platform, CHAT, request) for choice in chunk["choices"]]
    assert reasons[-1] == "length"


@pytest.mark.parametrize("parameters", [{"tool_choice": "auto"}, {}], ids=["auto", "absent"])
def test_the_model_may_call_or_answer(platform, parameters):
    choice = answer(platform, CHAT, body(temperature=0, max_tokens=48, **parameters))["choices"][0]
    calls = choice["message"].get("tool_calls") or []
    assert calls or choice["message"]["content"], choice
    assert (choice["finish_reason"] == "tool_calls") <= bool(calls), choice
    for call in calls:
        assert call["id"] and call["type"] == "function" and call["function"]["name"], call
        assert isinstance(call["function"]["arguments"], str), call
    chunks = chunks_of(platform, CHAT, body(temperature=0, max_tokens=48, **parameters))
    assert chunks[-1]["choices"][0]["finish_reason"] in ("stop", "length", "tool_calls")


def test_no_call_is_made_when_none_is_wanted(platform):
    choice = answer(platform, CHAT, body(tool_choice="none", temperature=0, max_tokens=24))["choices"][0]
    assert not choice["message"].get("tool_calls") and choice["message"]["content"], choice
    assert choice["finish_reason"] in ("stop", "length")


def conversation(result, content=None, arguments='{"city":"Paris","days":2}', **assistant):
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": arguments}}
    return [
        *QUESTION, {"role": "assistant", "content": content, "tool_calls": [call], **assistant},
        {"role": "tool", "tool_call_id": "call_1", "content": result},
    ]


@on_both_paths
@pytest.mark.parametrize("tools", [{"tools": TOOLS}, {"tools": None}], ids=["with tools", "without"])
def test_a_result_is_answered(platform, prefix, tools):
    request = body(messages=conversation('{"sky":"clear"}'), temperature=0, max_tokens=16, **tools)
    completion = answer(platform, prefix + "/chat/completions", request)
    message = completion["choices"][0]["message"]
    assert message["role"] == "assistant"
    assert message["content"] or message.get("tool_calls"), message


def test_a_result_is_read(platform):
    def prompt(result):
        request = body(messages=conversation(result), max_tokens=1)
        return answer(platform, CHAT, request)["usage"]["prompt_tokens"]

    # The result is in the prompt: a longer one costs more tokens.
    assert prompt("The sky is clear, and will be clear for many days.") > prompt("Clear.") + 5


def test_results_of_several_calls_and_calls_without_text(platform):
    messages = conversation("Clear.", content="")
    messages[1]["tool_calls"].append(
        {"id": "call_2", "type": "function", "function": {"name": "ping", "arguments": "{}"}})
    messages.append({"role": "tool", "tool_call_id": "call_2", "content": "pong"})
    answer(platform, CHAT, body(messages=messages, max_tokens=4))
    # The official package leaves out what is null.
    messages = conversation("Clear.")
    del messages[1]["content"]
    answer(platform, CHAT, body(messages=messages, max_tokens=4))


def test_a_call_after_a_result(platform):
    check_whole(answer(platform, CHAT, body(messages=conversation("Clear."), tool_choice="required")))


def test_the_whole_loop_with_what_the_platform_called(platform):
    first = answer(platform, CHAT, body(tool_choice="required"))
    message = first["choices"][0]["message"]
    result = {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "Done."}
    answer(platform, CHAT, body(messages=[*QUESTION, message, result], max_tokens=4))


@on_both_paths
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("parameters", [
    {"tool_choice": named("launch_rocket")},
    {"tool_choice": named("get_weather"), "tools": None},
    {"tool_choice": "required", "tools": None},
    {"tool_choice": "required", "tools": []},
    {"tool_choice": {"type": "function"}},
    {"tool_choice": "sometimes"},
], ids=["unknown function", "named without tools", "required without tools", "required of none", "nameless", "unknown"])
def test_choices_that_cannot_be_honoured(platform, prefix, stream, parameters):
    refused(platform, prefix + "/chat/completions", body(stream=stream, **parameters), parameter="tool_choice")


def test_an_unknown_function_is_named(platform):
    assert "launch_rocket" in refused(platform, CHAT, body(tool_choice=named("launch_rocket")))


class Ticket(pydantic.BaseModel):
    """Buys a ticket."""

    class Place(pydantic.BaseModel):
        row: int = pydantic.Field(ge=1, le=40)
        side: Literal["left", "right"]

    place: Place
    discount: bool
    meal: Literal["fish", "pasta"] | None


@pytest.fixture(scope="module")
def client(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
        yield client


def test_the_official_package_parses_arguments(client):
    completion = client.chat.completions.parse(
        model="smollm2", messages=QUESTION, max_tokens=LIMIT, seed=1,
        tools=[openai.pydantic_function_tool(Ticket)], tool_choice=named("Ticket"))
    call = completion.choices[0].message.tool_calls[0]
    assert call.function.name == "Ticket"
    assert isinstance(call.function.parsed_arguments, Ticket)


def test_the_official_package_puts_a_streamed_call_together(client):
    with client.chat.completions.stream(
        model="smollm2", messages=QUESTION, max_tokens=LIMIT, seed=2,
        tools=[openai.pydantic_function_tool(Ticket)], tool_choice="required",
    ) as stream:
        kinds = {event.type for event in stream}
        choice = stream.get_final_completion().choices[0]
    assert {"tool_calls.function.arguments.delta", "tool_calls.function.arguments.done"} <= kinds
    assert choice.finish_reason == "tool_calls"
    assert isinstance(choice.message.tool_calls[0].function.parsed_arguments, Ticket)
