"""The Responses API of the official OpenAI package, as it comes from PyPI."""

import asyncio
import json

import openai
import pydantic
import pytest

from processes import Platform, wait_until
from scripted import ScriptedUpstream

WEATHER = {"type": "function", "name": "get_weather", "description": "The weather of a city.", "strict": True,
           "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                          "additionalProperties": False}}
ENDS = ("response.completed", "response.incomplete", "response.failed")


@pytest.fixture(scope="module")
def local(platform):
    """A client of the platform with the real model."""
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
        yield client


@pytest.fixture(scope="module")
def upstream():
    upstream = ScriptedUpstream()
    yield upstream
    upstream.close()


@pytest.fixture(scope="module")
def front(upstream, make_home, directory):
    front = Platform(make_home(), directory, "--upstream", upstream.url)
    yield front
    front.stop()


@pytest.fixture(scope="module")
def client(front):
    """A client of a platform whose model says what is known."""
    with openai.OpenAI(base_url=front.url, api_key="none", max_retries=0, timeout=60) as client:
        yield client


def create(client, text="Say hello in one short sentence.", **parameters):
    return client.responses.create(**{
        "model": "smollm2", "input": text, "temperature": 0, "max_output_tokens": 24, **parameters})


# --- With the real model ---------------------------------------------------------------------------------------------


def test_creates(local):
    response = create(local, max_output_tokens=64, instructions="You are kind.", metadata={"topic": "swifts"})
    assert response.object == "response" and response.id.startswith("resp_")
    assert response.status == "completed" and response.error is None and response.incomplete_details is None
    assert response.output_text.strip()
    assert [item.type for item in response.output] == ["message"]
    assert response.output[0].role == "assistant" and response.output[0].status == "completed"
    usage = response.usage
    assert usage.input_tokens > 5 and usage.output_tokens > 2
    assert usage.total_tokens == usage.input_tokens + usage.output_tokens
    assert usage.input_tokens_details.cached_tokens >= 0 and usage.output_tokens_details.reasoning_tokens == 0
    assert response.instructions == "You are kind." and response.metadata == {"topic": "swifts"}
    assert response.parallel_tool_calls is True and response.tool_choice == "auto" and response.tools == []
    assert local.responses.retrieve(response.id) == response


def test_t67_a_limit_of_tokens(local):
    response = create(local, "Tell a long story.", max_output_tokens=3)
    assert response.status == "incomplete" and response.incomplete_details.reason == "max_output_tokens"
    assert response.usage.output_tokens == 3


def test_streams(local):
    with local.responses.stream(model="smollm2", input="Why is the sky blue?", temperature=0,
                                max_output_tokens=30) as stream:
        events = list(stream)
        final = stream.get_final_response() if events[-1].type == "response.completed" else events[-1].response
    assert events[0].type == "response.created" and events[-1].type in ENDS
    assert [event.sequence_number for event in events] == list(range(len(events)))
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert len(deltas) >= 20 and "".join(deltas) == final.output_text
    assert local.responses.retrieve(final.id).output_text == final.output_text


def test_probabilities_of_tokens(local):
    response = create(local, include=["message.output_text.logprobs"], top_logprobs=2, max_output_tokens=5)
    tokens = response.output[0].content[0].logprobs
    assert "".join(token.token for token in tokens) == response.output_text
    assert all(token.logprob <= 0 and len(token.top_logprobs) == 2 for token in tokens)
    assert create(local).output[0].content[0].logprobs == []


def test_async(platform):
    async def ask():
        async with openai.AsyncOpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
            async def stream():
                text, end = "", None
                async for event in await client.responses.create(
                        model="smollm2", input="Say hello.", temperature=0, max_output_tokens=24, stream=True):
                    text += event.delta if event.type == "response.output_text.delta" else ""
                    end = event
                return text, end
            return await asyncio.gather(
                client.responses.create(model="smollm2", input="Say hello.", temperature=0, max_output_tokens=24),
                stream())
    whole, (text, end) = asyncio.run(ask())
    assert whole.output_text and text == end.response.output_text and end.type in ENDS


class City(pydantic.BaseModel):
    name: str
    inhabitants: int


def test_parses_into_a_model(local):
    response = local.responses.parse(
        model="smollm2", input="Name a city and how many people live there.", text_format=City, temperature=0,
        max_output_tokens=60)
    assert isinstance(response.output_parsed, City)
    assert response.text.format.name == "City" and response.text.format.type == "json_schema"


def test_a_demanded_call(local):
    response = create(local, "What is the weather in Rome?", tools=[WEATHER], tool_choice="required",
                      max_output_tokens=60)
    [call] = response.output
    assert call.type == "function_call" and call.name == "get_weather" and call.call_id
    assert isinstance(json.loads(call.arguments)["city"], str)


def test_continues_a_response(local):
    first = create(local, "My name is Bob.", instructions="Answer in one word.")
    second = create(local, "What is my name?", previous_response_id=first.id)
    assert second.previous_response_id == first.id and second.instructions is None
    assert second.usage.input_tokens > first.usage.input_tokens


def test_t64_a_prompt_that_is_too_long(local):
    with pytest.raises(openai.BadRequestError) as caught:
        create(local, "swift " * 20_000)
    assert caught.value.code == "context_length_exceeded" and caught.value.param == "input"
    assert "8192" in caught.value.message


# --- With a model that says what is known ----------------------------------------------------------------------------


def test_tools_go_round(client, upstream):
    first = create(client, "weather", tools=[WEATHER], model="scripted")
    calls = [item for item in first.output if item.type == "function_call"]
    assert [(call.call_id, json.loads(call.arguments)["city"]) for call in calls] == [
        ("call_Rome", "Rome"), ("call_Oslo", "Oslo")]
    outputs = [{"type": "function_call_output", "call_id": call.call_id, "output": f"fine in {city}"}
               for call, city in zip(calls, ("Rome", "Oslo"))]
    continued = client.responses.create(
        model="scripted", input=outputs, previous_response_id=first.id, tools=[WEATHER])
    # What the package gave out goes in again as it is.
    sent_back = client.responses.create(
        model="scripted", input=[{"role": "user", "content": "weather"}, *first.output, *outputs], tools=[WEATHER])
    assert continued.output_text == sent_back.output_text == "It is fine in Rome and fine in Oslo."
    assert [message["role"] for message in upstream.requests[-1]["messages"]] == ["user", "assistant", "tool", "tool"]


def test_streams_calls(client):
    with client.responses.stream(model="scripted", input="weather", tools=[WEATHER]) as stream:
        events = list(stream)
        final = stream.get_final_response()
    done = [event for event in events if event.type == "response.function_call_arguments.done"]
    assert [json.loads(event.arguments)["city"] for event in done] == ["Rome", "Oslo"]
    assert [item.parsed_arguments for item in final.output] == [{"city": "Rome"}, {"city": "Oslo"}]


def test_a_custom_tool(client):
    response = client.responses.create(
        model="scripted", input="weather", tools=[{"type": "custom", "name": "note", "description": "Takes a note."}])
    assert [item.type for item in response.output] == ["custom_tool_call", "custom_tool_call"]
    assert json.loads(response.output[0].input)["city"] == "Rome"
    outputs = [{"type": "custom_tool_call_output", "call_id": item.call_id, "output": "noted"}
               for item in response.output]
    again = client.responses.create(model="scripted", input=outputs, previous_response_id=response.id)
    assert again.output_text == "It is noted and noted."


def test_lists_the_input(client):
    response = client.responses.create(
        model="scripted", input=[{"role": "user", "content": f"m{number}"} for number in range(25)])
    texts = [item.content[0].text for item in client.responses.input_items.list(response.id, limit=10)]
    assert texts == [f"m{number}" for number in range(24, -1, -1)]
    page = client.responses.input_items.list(response.id, limit=10, order="asc")
    assert [item.content[0].text for item in page.data] == [f"m{number}" for number in range(10)] and page.has_more
    assert all(item.id.startswith("msg_") for item in page.data)


def test_deletes(client):
    first = client.responses.create(model="scripted", input="one")
    second = client.responses.create(model="scripted", input="two", previous_response_id=first.id)
    client.responses.delete(first.id)
    with pytest.raises(openai.NotFoundError, match=first.id):
        client.responses.retrieve(first.id)
    third = client.responses.create(model="scripted", input="three", previous_response_id=second.id)
    assert third.output_text == "You said: three"
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="scripted", input="x", previous_response_id=first.id)
    assert caught.value.code == "previous_response_not_found" and caught.value.param == "previous_response_id"


def test_an_item_reference(client, upstream):
    first = client.responses.create(model="scripted", input="one")
    client.responses.create(model="scripted", input=[
        {"type": "item_reference", "id": first.output[0].id}, {"role": "user", "content": "two"}])
    assert [message["content"] for message in upstream.requests[-1]["messages"]] == ["You said: one", "two"]


def test_in_the_background(client):
    response = client.responses.create(model="scripted", input="Hello.", background=True)
    assert response.status in ("queued", "in_progress") and response.background is True
    ended = wait_until(lambda: (found := client.responses.retrieve(response.id)).status == "completed" and found, 20)
    assert ended.output_text == "You said: Hello."


def test_a_stream_in_the_background_is_resumed(client):
    seen, identifier = [], None
    with client.responses.create(model="scripted", input="one two three", background=True, stream=True) as stream:
        for event in stream:
            seen.append(event)
            identifier = identifier or event.response.id
            if event.type == "response.output_text.delta":
                break
    with client.responses.retrieve(identifier, stream=True, starting_after=seen[-1].sequence_number) as stream:
        rest = list(stream)
    events = seen + rest
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert "".join(event.delta for event in events if event.type.endswith("text.delta")) == "You said: one two three"
    assert events[-1].type == "response.completed"
    with client.responses.retrieve(identifier, stream=True) as stream:
        assert list(stream) == events


def test_cancels(client, upstream):
    upstream.abandoned.clear()
    response = client.responses.create(model="scripted", input="Tell a story.", background=True)
    assert wait_until(lambda: client.responses.retrieve(response.id).status == "in_progress", 20)
    assert client.responses.cancel(response.id).status == "cancelled"
    assert client.responses.cancel(response.id).status == "cancelled"
    assert upstream.abandoned.wait(10), "the model goes on"
    assert client.responses.retrieve(response.id).status == "cancelled"


def test_t63_leaving_a_stream_ends_the_generation(client, upstream):
    upstream.abandoned.clear()
    with client.responses.create(model="scripted", input="Tell a story.", stream=True) as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                break
    assert upstream.abandoned.wait(10), "the model goes on"


def test_errors(client):
    response = client.responses.create(model="scripted", input="x")
    with pytest.raises(openai.BadRequestError, match="synchronous"):
        client.responses.cancel(response.id)
    for call in (client.responses.retrieve, client.responses.cancel, client.responses.delete,
                 client.responses.input_items.list):
        with pytest.raises(openai.NotFoundError, match="resp_nothing"):
            call("resp_nothing")
    for parameters, name in (
            ({"conversation": "conv_1"}, "conversation"), ({"extra_body": {"seed": 1}}, "seed"),
            ({"tools": [{"type": "file_search", "vector_store_ids": ["vs_1"]}]}, "tools[0].type"),
            ({"tools": [{"type": "web_search"}], "tool_choice": {"type": "web_search"}}, "tool_choice"),
            ({"input": [{"type": "computer_call_output", "call_id": "c", "output": {}}]}, "input[0].type"),
            ({"background": True, "store": False}, "store")):
        with pytest.raises(openai.BadRequestError) as caught:
            client.responses.create(**{"model": "scripted", "input": "x", **parameters})
        assert caught.value.param == name
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="scripted", input="fail", stream=True)
    assert caught.value.code == "context_length_exceeded"
    failed = client.responses.create(model="scripted", input="fail", background=True)
    ended = wait_until(lambda: (found := client.responses.retrieve(failed.id)).status == "failed" and found, 20)
    assert ended.error.code == "context_length_exceeded" and "9000" in ended.error.message


def test_what_has_no_effect_is_reported(client):
    answer = client.responses.with_raw_response.create(
        model="scripted", input="Hello.", tools=[WEATHER, {"type": "web_search"}])
    assert answer.headers["x-martlet-ignored"] == "tools[1] (web_search)"
    assert [tool.type for tool in answer.parse().tools] == ["function"]
