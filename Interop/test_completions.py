"""Texts that are continued: OpenAI's older form."""

import asyncio
import json
import statistics
import time

import openai
import pytest

from asking import answer, check_method, chunks_of, on_both_paths, refused

PATH = "/v1/completions"
PROMPT = "The sky is blue because"
OTHER = "Once upon a time, there was a"
# The same numbers each time, whatever was asked before.
AFRESH = {"cache_prompt": False}


@pytest.fixture(scope="module")
def client(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
        yield client


def create(client, prompt=PROMPT, **parameters):
    return client.completions.create(
        **{"model": "smollm2", "prompt": prompt, "temperature": 0, "max_tokens": 8, **parameters})


def body(**parameters):
    given = {"model": "smollm2", "prompt": PROMPT, "temperature": 0, "max_tokens": 4, **parameters}
    return {name: value for name, value in given.items() if value is not ...}


def check_usage(usage):
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert usage.prompt_tokens > 3 and usage.completion_tokens > 0


def test_a_text(client):
    completion = create(client)
    assert completion.id.startswith("cmpl-")
    assert completion.object == "text_completion"
    assert completion.model == "smollm2"
    assert abs(completion.created - time.time()) < 600
    choice, = completion.choices
    assert choice.index == 0 and choice.text.strip() and choice.logprobs is None
    assert choice.finish_reason == "length"
    assert not choice.text.startswith(PROMPT)
    check_usage(completion.usage)
    assert completion.usage.completion_tokens == 8
    assert create(client).id != completion.id


def test_the_prompt_is_not_made_into_a_conversation(client):
    """No template: a text of one word has one token or two."""
    assert create(client, "Hello", max_tokens=1).usage.prompt_tokens <= 2


def test_several_texts(client):
    completion = create(client, [PROMPT, OTHER], echo=True)
    assert [choice.index for choice in completion.choices] == [0, 1]
    assert completion.choices[0].text.startswith(PROMPT)
    assert completion.choices[1].text.startswith(OTHER)
    check_usage(completion.usage)
    apart = [create(client, prompt).usage.prompt_tokens for prompt in (PROMPT, OTHER)]
    assert completion.usage.prompt_tokens == sum(apart)


def test_a_list_of_one_is_one(client):
    alone = create(client, extra_body=AFRESH).choices[0].text
    assert create(client, [PROMPT], extra_body=AFRESH).choices[0].text == alone


def test_several_choices(client):
    completion = create(client, n=3, temperature=1, max_tokens=10)
    assert [choice.index for choice in completion.choices] == [0, 1, 2]
    assert len({choice.text for choice in completion.choices}) > 1
    check_usage(completion.usage)
    assert completion.usage.completion_tokens > 10
    # The prompt is counted once.
    assert completion.usage.prompt_tokens == create(client).usage.prompt_tokens


def test_several_choices_of_several_texts(client):
    completion = create(client, [PROMPT, OTHER], n=2, temperature=1, max_tokens=4, echo=True)
    assert [choice.index for choice in completion.choices] == [0, 1, 2, 3]
    assert all(choice.text.startswith(PROMPT) for choice in completion.choices[:2])
    assert all(choice.text.startswith(OTHER) for choice in completion.choices[2:])


def test_echo(client):
    plain = create(client, extra_body=AFRESH).choices[0].text
    assert create(client, echo=True, extra_body=AFRESH).choices[0].text == PROMPT + plain
    assert create(client, echo=False, extra_body=AFRESH).choices[0].text == plain


def test_echo_in_a_stream(platform):
    chunks = chunks_of(platform, PATH, body(echo=True))
    text = "".join(choice["text"] for chunk in chunks for choice in chunk["choices"])
    assert text.startswith(PROMPT) and text.count(PROMPT) == 1 and len(text) > len(PROMPT)


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
def test_stop_sequences(client, several):
    whole = create(client, max_tokens=20, extra_body=AFRESH).choices[0].text
    stop = " ".join(whole.split()[4:6])
    given = ["\u2603", stop] if several else stop
    choice = create(client, max_tokens=20, stop=given, extra_body=AFRESH).choices[0]
    assert choice.finish_reason == "stop"
    assert choice.text.rstrip() == whole[:whole.index(stop)].rstrip()
    with create(client, max_tokens=20, stop=given, stream=True, extra_body=AFRESH) as stream:
        choices = [choice for chunk in stream for choice in chunk.choices]
    assert choices[-1].finish_reason == "stop"
    assert "".join(one.text for one in choices) == choice.text


def check_likelihoods(logprobs, text):
    """OpenAI's older form: four lists of one length."""
    assert "".join(logprobs.tokens) == text
    lists = (logprobs.tokens, logprobs.token_logprobs, logprobs.top_logprobs, logprobs.text_offset)
    assert len(set(map(len, lists))) == 1
    assert all(value <= 0 for value in logprobs.token_logprobs)
    ends = zip(logprobs.text_offset, logprobs.tokens)
    assert logprobs.text_offset[1:] == [start + len(token) for start, token in ends][:-1]


def test_likelihoods(client):
    choice = create(client, logprobs=2, max_tokens=5).choices[0]
    check_likelihoods(choice.logprobs, choice.text)
    assert len(choice.logprobs.tokens) == 5
    for token, likeliest in zip(choice.logprobs.tokens, choice.logprobs.top_logprobs):
        assert 1 <= len(likeliest) <= 3 and all(value <= 0 for value in likeliest.values())
        # Without chance it is always the likeliest that is taken.
        assert max(likeliest, key=likeliest.get) == token


def test_likelihoods_of_several_choices(client):
    completion = create(client, [PROMPT, OTHER], n=2, logprobs=1, temperature=1, max_tokens=4)
    for choice in completion.choices:
        check_likelihoods(choice.logprobs, choice.text)


def test_likelihoods_in_a_stream(client):
    with create(client, logprobs=1, max_tokens=5, stream=True) as stream:
        choices = [choice for chunk in stream for choice in chunk.choices]
    tokens = [token for choice in choices if choice.logprobs for token in choice.logprobs.tokens]
    offsets = [offset for choice in choices if choice.logprobs for offset in choice.logprobs.text_offset]
    assert "".join(tokens) == "".join(choice.text for choice in choices)
    assert len(tokens) == 5 and offsets == sorted(set(offsets))


def test_likelihoods_of_an_echo_are_not_left_out_in_silence(platform):
    reply = platform.request("POST", PATH, json.dumps(body(echo=True, logprobs=1)).encode())
    if reply.status == 200:
        choice = reply.json()["choices"][0]
        assert "".join(choice["logprobs"]["tokens"]) == choice["text"]
    else:
        assert reply.status == 400 and reply.error["param"] in ("echo", "logprobs"), reply


def test_sixteen_tokens_unless_told_otherwise(client):
    completion = create(client, max_tokens=openai.omit, extra_body={"ignore_eos": True})
    assert completion.usage.completion_tokens == 16
    assert completion.choices[0].finish_reason == "length"


def test_streams(client):
    whole = create(client, max_tokens=12, extra_body=AFRESH)
    with create(client, max_tokens=12, stream=True, extra_body=AFRESH) as stream:
        chunks = list(stream)
    assert all(chunk.object == "text_completion" and chunk.model == "smollm2" for chunk in chunks)
    assert len({chunk.id for chunk in chunks}) == 1 and chunks[0].id.startswith("cmpl-")
    assert not any(chunk.usage for chunk in chunks)
    choices = [choice for chunk in chunks for choice in chunk.choices]
    assert "".join(choice.text for choice in choices) == whole.choices[0].text
    assert len([choice for choice in choices if choice.text]) >= 6, "the text came in a few lumps"
    reasons = [choice.finish_reason for choice in choices]
    assert reasons[-1] == "length" and set(reasons[:-1]) <= {None}


@on_both_paths
def test_streams_with_usage(platform, prefix):
    chunks = chunks_of(platform, prefix + "/completions", body(stream_options={"include_usage": True}))
    assert chunks[-1]["choices"] == []
    usage = chunks[-1]["usage"]
    assert usage["completion_tokens"] == 4
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert not any(chunk.get("usage") for chunk in chunks[:-1])
    assert all(chunk["choices"] for chunk in chunks[:-1])


def test_streams_several_choices_of_several_texts(platform):
    chunks = chunks_of(platform, PATH, body(
        prompt=[PROMPT, OTHER], n=2, temperature=1, echo=True, ignore_eos=True,
        stream_options={"include_usage": True}))
    texts, reasons = {}, {}
    for chunk in chunks[:-1]:
        for choice in chunk["choices"]:
            index = choice["index"]
            assert index not in reasons, "something came after the finish reason"
            texts[index] = texts.get(index, "") + choice["text"]
            if choice["finish_reason"]:
                reasons[index] = choice["finish_reason"]
    assert set(texts) == set(reasons) == {0, 1, 2, 3}
    for index, text in texts.items():
        prompt = PROMPT if index < 2 else OTHER
        assert text.startswith(prompt) and len(text) > len(prompt)
    assert len([chunk for chunk in chunks if chunk.get("usage")]) == 1
    assert chunks[-1]["choices"] == [] and chunks[-1]["usage"]["completion_tokens"] == 16
    # As in an answer that is not streamed, a prompt is counted once however many texts continue it.
    whole = answer(platform, PATH, body(prompt=[PROMPT, OTHER], n=2))
    assert chunks[-1]["usage"]["prompt_tokens"] == whole["usage"]["prompt_tokens"]


def test_a_seed_gives_the_same_text_twice(client):
    def text(seed):
        return create(client, seed=seed, temperature=1, max_tokens=12, extra_body=AFRESH).choices[0].text

    assert text(7) == text(7)
    assert len({text(seed) for seed in range(3)}) > 1


def mean(choice):
    return statistics.mean(choice.logprobs.token_logprobs)


def test_the_best_of_several(client):
    parameters = {"temperature": 1, "seed": 11, "logprobs": 1, "extra_body": {**AFRESH, "ignore_eos": True}}
    best, = create(client, best_of=4, **parameters).choices
    tries = create(client, n=4, **parameters).choices
    if best.text in [choice.text for choice in tries]:
        assert mean(best) >= max(map(mean, tries)) - 0.01
    else:
        # The seed need not give the same tries.
        assert mean(best) >= min(map(mean, tries))


def test_the_best_two_of_three(client):
    completion = create(client, n=2, best_of=3, temperature=1, extra_body={"ignore_eos": True})
    assert [choice.index for choice in completion.choices] == [0, 1]
    assert all(choice.text and choice.logprobs is None for choice in completion.choices)
    # All tries were made: 2 to 3 times 8 tokens.
    assert 16 <= completion.usage.completion_tokens <= 24


def test_as_many_tries_as_choices_may_be_streamed(platform):
    chunks = chunks_of(platform, PATH, body(n=2, best_of=2))
    assert {choice["index"] for chunk in chunks for choice in chunk["choices"]} == {0, 1}


@on_both_paths
@pytest.mark.parametrize("parameters", [
    {"best_of": 1, "n": 2}, {"best_of": 2, "stream": True}, {"best_of": 3, "n": 2, "stream": True}, {"best_of": 0},
    {"best_of": 1000}, {"best_of": "all"},
], ids=str)
def test_tries_that_cannot_be_made(platform, prefix, parameters):
    refused(platform, prefix + "/completions", body(**parameters), parameter="best_of")


@on_both_paths
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("parameters", [
    {"suffix": " The end."}, {"frobnicate": 1}, {"messages": []}, {"tools": []}, {"Temperature": 1},
], ids=lambda parameters: next(iter(parameters)))
def test_t66_unsupported_parameters_are_named(platform, prefix, stream, parameters):
    refused(platform, prefix + "/completions", body(stream=stream, **parameters), parameter=next(iter(parameters)))


@on_both_paths
@pytest.mark.parametrize("name, value", [
    ("prompt", ...), ("prompt", None), ("prompt", []), ("prompt", 5), ("prompt", {}), ("prompt", ["a", None]),
    ("temperature", 5), ("top_p", 2), ("n", 0), ("n", 1.5), ("n", 1000), ("max_tokens", -1), ("max_tokens", "many"),
    ("logprobs", -1), ("logprobs", True), ("stop", 5), ("stop", ""), ("presence_penalty", 3),
    ("frequency_penalty", -3), ("logit_bias", {"1": 101}), ("seed", "seven"), ("stream", "yes"), ("echo", "yes"),
], ids=lambda value: value if isinstance(value, str) else repr(value))
def test_t65_wrong_values(platform, prefix, name, value):
    refused(platform, prefix + "/completions", body(**{name: value}), parameter=name)


@on_both_paths
def test_t65_bodies_that_are_not_a_request(platform, prefix):
    for given in (b"", b"{", b"[]", b'"Hi"', b"\xff"):
        refused(platform, prefix + "/completions", given, code="invalid_json")


@on_both_paths
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_t64_too_many_tokens(platform, prefix, stream):
    message = refused(
        platform, prefix + "/completions", body(prompt="blue sky " * 6000, stream=stream),
        code="context_length_exceeded")
    assert "8192" in message


def test_t64_the_parameter_at_fault_is_one_of_the_request(platform):
    reply = platform.request("POST", PATH, json.dumps(body(prompt="blue sky " * 6000)).encode())
    assert reply.status == 400 and reply.error["param"] in (None, "prompt"), reply


@on_both_paths
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_models_that_cannot(platform, prefix, stream):
    path = prefix + "/completions"
    refused(platform, path, body(model="nobody", stream=stream), status=404, code="model_not_found")
    refused(platform, path, body(model="all-minilm-l6-v2", stream=stream), parameter="model")


def test_the_official_package_tells_what_is_wrong(client):
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, suffix="!")
    assert caught.value.param == "suffix" and caught.value.type == "invalid_request_error"
    with pytest.raises(openai.NotFoundError):
        create(client, model="nobody", stream=True)
    with pytest.raises(openai.BadRequestError):
        create(client, best_of=2, stream=True)


def test_parameters_that_change_little(client):
    completion = create(
        client, user="somebody", presence_penalty=0.5, frequency_penalty=0.5, top_p=0.9, logit_bias={"2683": -100},
        max_tokens=2)
    assert completion.choices[0].text


def test_nulls_count_as_absent(platform):
    answer(platform, PATH, body(
        suffix=None, n=None, best_of=None, stop=None, logprobs=None, echo=None, stream=None, seed=None))


def test_gravixlayers_form(platform):
    """Its client always sends `stream` and `echo` (protocol/gravixlayer.md §2.2)."""
    completion = answer(platform, "/v1/inference/completions", {
        "model": "smollm2", "prompt": PROMPT, "stream": False, "echo": False, "max_tokens": 5})
    assert completion["object"] == "text_completion"
    assert completion["choices"][0]["text"] and completion["usage"]["total_tokens"] > 0
    chunks = chunks_of(platform, "/v1/inference/completions", {
        "model": "smollm2", "prompt": PROMPT, "echo": False, "max_tokens": 5})
    # "Stream: `text`, else `delta.content`/`delta.text`, else `content`."
    assert "".join(choice["text"] for chunk in chunks for choice in chunk["choices"])


def test_sloppy_paths(platform):
    for path in ("/v1/completions/", "/v1//completions"):
        assert answer(platform, path, body(max_tokens=1))["object"] == "text_completion"


@on_both_paths
def test_only_post(platform, prefix):
    check_method(platform, prefix + "/completions")


def test_the_async_client(platform):
    async def main():
        async with openai.AsyncOpenAI(base_url=platform.url, api_key="none", max_retries=0) as client:
            parameters = {"model": "smollm2", "prompt": PROMPT, "temperature": 0, "max_tokens": 6}
            whole = await client.completions.create(**parameters)
            text = ""
            async for chunk in await client.completions.create(stream=True, **parameters):
                text += "".join(choice.text for choice in chunk.choices)
            return whole.choices[0].text, text

    whole, streamed = asyncio.run(main())
    assert whole.strip() and streamed.strip()
