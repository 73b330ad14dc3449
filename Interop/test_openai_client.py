"""The official OpenAI package, as it comes from PyPI."""

import asyncio
import concurrent.futures
import json
import time

import openai
import pytest

QUESTION = [{"role": "user", "content": "Why is the sky blue?"}]
GREETING = [{"role": "user", "content": "Say hello in one short sentence."}]


@pytest.fixture(scope="module")
def client(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
        yield client


def create(client, messages=GREETING, **parameters):
    return client.chat.completions.create(
        **{"model": "smollm2", "messages": messages, "temperature": 0, "max_tokens": 16, **parameters})


def test_lists_models(client):
    models = {model.id: model for model in client.models.list()}
    assert {"smollm2", "all-minilm-l6-v2"} <= set(models)
    assert models["smollm2"].object == "model"
    assert models["smollm2"].created > 1_500_000_000
    assert models["smollm2"].owned_by


def test_retrieves_a_model(client):
    assert client.models.retrieve("smollm2").id == "smollm2"


def test_an_unknown_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("no-such-model")
    assert "no-such-model" in caught.value.message
    assert caught.value.code == "model_not_found"
    assert caught.value.param == "model"
    with pytest.raises(openai.NotFoundError, match="no-such-model"):
        create(client, model="no-such-model")
    with pytest.raises(openai.NotFoundError, match="no-such-model"):
        create(client, model="no-such-model", stream=True)
    with pytest.raises(openai.NotFoundError, match="a/b c"):
        client.models.retrieve("a/b c")


def test_creates(client):
    completion = create(client)
    assert completion.object == "chat.completion"
    assert completion.id.startswith("chatcmpl-")
    assert completion.model == "smollm2"
    choice = completion.choices[0]
    assert choice.message.role == "assistant"
    assert choice.message.content.strip()
    assert choice.finish_reason in ("stop", "length")
    usage = completion.usage
    assert usage.prompt_tokens > 5 and usage.completion_tokens > 2
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert abs(completion.created - time.time()) < 600


def test_t67_finish_reasons(client):
    assert create(client, QUESTION, max_tokens=3).choices[0].finish_reason == "length"
    stopped = create(client, [{"role": "user", "content": "What is 2 + 2?"}], max_tokens=100)
    assert stopped.choices[0].finish_reason == "stop"


def test_streams(client):
    times, texts, reasons, roles = [], [], [], []
    with create(client, QUESTION, max_tokens=40, stream=True) as stream:
        for chunk in stream:
            assert chunk.object == "chat.completion.chunk"
            assert chunk.usage is None
            times.append(time.monotonic())
            for choice in chunk.choices:
                texts.append(choice.delta.content or "")
                reasons.append(choice.finish_reason)
                roles.append(choice.delta.role)
    assert roles[0] == "assistant"
    assert len([text for text in texts if text]) >= 20, "an answer of 40 tokens comes in about as many pieces"
    assert [reason for reason in reasons if reason] == ["length"]
    assert reasons[-1] == "length", "nothing comes after the finish reason"
    assert times[-1] - times[0] > 0.05, "the pieces came all at once"
    assert len("".join(texts).split()) > 15


def test_a_stream_says_what_the_whole_answer_says(client):
    parameters = {"max_tokens": 24, "seed": 1, "extra_body": {"cache_prompt": False}}
    whole = create(client, QUESTION, **parameters)
    with create(client, QUESTION, stream=True, **parameters) as stream:
        text = "".join(choice.delta.content or "" for chunk in stream for choice in chunk.choices)
    assert text == whole.choices[0].message.content


def test_streams_with_usage(client):
    with create(client, stream=True, stream_options={"include_usage": True}) as stream:
        chunks = list(stream)
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens > 2
    assert all(chunk.usage is None for chunk in chunks[:-1])


def test_the_stream_helper_accumulates(client):
    # The helper takes an answer that is cut off for an error: this one ends with its first sentence.
    with client.chat.completions.stream(
        model="smollm2", messages=GREETING, temperature=0, max_tokens=400, stop=[".", "!", "?", "\n"]
    ) as stream:
        kinds = {event.type for event in stream}
        completion = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert completion.choices[0].message.content.strip()


def test_a_stream_that_is_closed_early_frees_the_client(client):
    for _ in range(3):
        with create(client, QUESTION, max_tokens=2000, stream=True) as stream:
            next(iter(stream))
    assert create(client).choices


def test_several_choices(client):
    completion = create(client, n=2, temperature=1, max_tokens=8)
    assert sorted(choice.index for choice in completion.choices) == [0, 1]
    assert all(choice.message.content and choice.finish_reason for choice in completion.choices)


def test_several_choices_in_a_stream(client):
    texts, reasons = {0: "", 1: ""}, {}
    with create(client, n=2, temperature=1, max_tokens=8, stream=True) as stream:
        for chunk in stream:
            for choice in chunk.choices:
                texts[choice.index] += choice.delta.content or ""
                if choice.finish_reason:
                    reasons[choice.index] = choice.finish_reason
    assert all(texts.values()) and set(reasons) == {0, 1}


def test_more_choices_than_the_engine_has_slots_is_a_clear_refusal(client):
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, n=9)
    assert "n" in caught.value.message


def test_stops_at_a_stop_sequence(client):
    whole = create(client, QUESTION, max_tokens=24).choices[0].message.content
    word = whole.split()[6]
    for stop in (word, [word, "\u2603"]):
        choice = create(client, QUESTION, max_tokens=24, stop=stop).choices[0]
        assert choice.finish_reason == "stop"
        assert word not in choice.message.content
        assert whole.startswith(choice.message.content.rstrip())


def test_a_seed_gives_the_same_answer_twice(client):
    def answer(seed, temperature):
        return create(
            client, QUESTION, seed=seed, temperature=temperature, extra_body={"cache_prompt": False}
        ).choices[0].message.content

    assert answer(7, 0) == answer(7, 0)
    assert answer(7, 1) == answer(7, 1)
    assert len({answer(seed, 1) for seed in range(4)}) > 1


def test_max_completion_tokens(client):
    completion = create(client, QUESTION, max_tokens=openai.omit, max_completion_tokens=5)
    assert completion.usage.completion_tokens == 5
    assert completion.choices[0].finish_reason == "length"


def test_json_object(client):
    completion = create(
        client, [{"role": "user", "content": "Describe a cat as a JSON object with a name."}], max_tokens=120,
        response_format={"type": "json_object"})
    choice = completion.choices[0]
    if choice.finish_reason == "stop":
        assert isinstance(json.loads(choice.message.content), dict)
    else:
        assert choice.message.content.lstrip().startswith("{")


def test_json_schema(client):
    schema = {
        "type": "object", "properties": {"answer": {"type": "boolean"}}, "required": ["answer"],
        "additionalProperties": False,
    }
    completion = create(
        client, [{"role": "user", "content": "Is water wet?"}], max_tokens=60,
        response_format={"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}})
    assert set(json.loads(completion.choices[0].message.content)) == {"answer"}


@pytest.mark.parametrize("role", ["system", "developer"])
def test_instructions(client, role):
    messages = [{"role": role, "content": "You are a pirate. Answer as a pirate."}, *GREETING]
    completion = create(client, messages, extra_body={"cache_prompt": False})
    plain = create(client, extra_body={"cache_prompt": False})
    assert completion.choices[0].message.content
    # The instructions are in the prompt: they cost tokens, beside the template's own default.
    assert completion.usage.prompt_tokens != plain.usage.prompt_tokens


def test_developer_is_the_same_as_system(client):
    def prompt(role):
        messages = [{"role": role, "content": "Answer in capitals."}, *GREETING]
        return create(client, messages, max_tokens=1).usage.prompt_tokens

    assert prompt("developer") == prompt("system")


def test_content_in_parts(client):
    parts = [{"type": "text", "text": "Say hello in one"}, {"type": "text", "text": " short sentence."}]
    assert create(client, [{"role": "user", "content": parts}]).choices[0].message.content


def test_a_conversation_goes_on(client):
    first = create(client)
    messages = [*GREETING, first.choices[0].message.model_dump(exclude_none=True), *QUESTION]
    assert create(client, messages).usage.prompt_tokens > first.usage.prompt_tokens


def test_logprobs(client):
    completion = create(client, max_tokens=3, logprobs=True, top_logprobs=2)
    tokens = completion.choices[0].logprobs.content
    assert len(tokens) == 3
    assert all(token.logprob <= 0 and len(token.top_logprobs) == 2 for token in tokens)


def test_logit_bias(client):
    assert create(client, max_tokens=3, logit_bias={"2683": -100}).choices[0].message.content


def test_raw_responses_carry_a_request_id(client):
    response = client.chat.completions.with_raw_response.create(model="smollm2", messages=GREETING, max_tokens=1)
    assert response.headers["x-request-id"]
    assert response.parse()._request_id == response.headers["x-request-id"]
    named = client.chat.completions.with_raw_response.create(
        model="smollm2", messages=GREETING, max_tokens=1, extra_headers={"X-Request-Id": "mine-1"})
    assert named.headers["x-request-id"] == "mine-1"


def test_the_async_client(platform):
    async def main():
        async with openai.AsyncOpenAI(base_url=platform.url, api_key="none", max_retries=0) as client:
            parameters = {"model": "smollm2", "messages": GREETING, "temperature": 0, "max_tokens": 16}
            completion = await client.chat.completions.create(**parameters)
            text = ""
            async for chunk in await client.chat.completions.create(stream=True, **parameters):
                text += "".join(choice.delta.content or "" for choice in chunk.choices)
            models = [model.id async for model in client.models.list()]
            return completion.choices[0].message.content, text, models

    whole, streamed, models = asyncio.run(main())
    assert whole.strip() and streamed.strip() and "smollm2" in models


def test_twenty_requests_at_once(client):
    def ask(number):
        if number % 2:
            return create(client, QUESTION, max_tokens=4).choices[0].finish_reason
        with create(client, QUESTION, max_tokens=4, stream=True) as stream:
            return [choice.finish_reason for chunk in stream for choice in chunk.choices][-1]

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(20))) == ["length"] * 20


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_at_fault_is_a_bad_request(client, stream):
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, temperature=5, stream=stream)
    assert caught.value.param == "temperature" and caught.value.type == "invalid_request_error"
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, [], stream=stream)
    assert caught.value.param == "messages"
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, extra_body={"frobnicate": 1}, stream=stream)
    assert caught.value.param == "frobnicate"


@pytest.mark.parametrize("stream", [False, True])
def test_t64_too_many_tokens(client, stream):
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, [{"role": "user", "content": "blue sky " * 6000}], stream=stream)
    assert caught.value.code == "context_length_exceeded"
    assert "8192" in caught.value.message


def test_a_body_that_is_too_large(client):
    with pytest.raises(openai.APIStatusError) as caught:
        create(client, [{"role": "user", "content": "x" * 11_000_000}])
    assert caught.value.status_code == 413
    assert "10485760" in caught.value.message
    assert create(client, max_tokens=1).choices


def test_keys(start_platform):
    platform = start_platform(key="one,two")
    with openai.OpenAI(base_url=platform.url, api_key="wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError) as caught:
            client.models.list()
        assert caught.value.code == "invalid_api_key"
        with pytest.raises(openai.AuthenticationError):
            create(client, stream=True)
    for key in ("one", "two"):
        with openai.OpenAI(base_url=platform.url, api_key=key, max_retries=0) as client:
            assert client.models.retrieve("smollm2").id == "smollm2"
    assert "wrong" not in platform.text and "one,two" not in platform.text
