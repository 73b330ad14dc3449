"""Several choices, and what is said about each: usage, likelihoods, seeds, stop sequences."""

import pytest

from asking import answer, chunks_of, on_both_paths
from raw import text_of

CHAT = "/v1/chat/completions"
QUESTION = [{"role": "user", "content": "Why is the sky blue?"}]


def body(**parameters):
    return {"model": "smollm2", "messages": QUESTION, "temperature": 1, "max_tokens": 5, **parameters}


def check_usage(usage, reasons):
    """Two choices of five tokens at most."""
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"], usage
    assert 2 <= usage["completion_tokens"] <= 10, usage
    if reasons == ["length", "length"]:
        assert usage["completion_tokens"] == 10, usage


@on_both_paths
def test_the_usage_of_two_choices_counts_both(platform, prefix):
    completion = answer(platform, prefix + "/chat/completions", body(n=2, ignore_eos=True))
    assert sorted(choice["index"] for choice in completion["choices"]) == [0, 1]
    assert all(choice["message"]["content"] for choice in completion["choices"])
    check_usage(completion["usage"], [choice["finish_reason"] for choice in completion["choices"]])
    # The prompt is read once.
    single = answer(platform, prefix + "/chat/completions", body())
    assert completion["usage"]["prompt_tokens"] == single["usage"]["prompt_tokens"]


@on_both_paths
def test_the_usage_of_two_choices_comes_once_in_a_stream(platform, prefix):
    chunks = chunks_of(platform, prefix + "/chat/completions", body(
        n=2, ignore_eos=True, stream_options={"include_usage": True}))
    assert len([chunk for chunk in chunks if chunk.get("usage")]) == 1
    assert chunks[-1]["choices"] == []
    reasons = check_choices(chunks[:-1])
    check_usage(chunks[-1]["usage"], reasons)
    assert len({chunk["id"] for chunk in chunks}) == 1


def test_two_choices_in_a_stream_without_usage(platform):
    chunks = chunks_of(platform, CHAT, body(n=2))
    assert not any(chunk.get("usage") for chunk in chunks)
    check_choices(chunks)


def check_choices(chunks):
    texts, reasons = {0: "", 1: ""}, {0: [], 1: []}
    for chunk in chunks:
        assert chunk["choices"], chunk
        for choice in chunk["choices"]:
            assert not reasons[choice["index"]], "something came after the finish reason"
            texts[choice["index"]] += choice["delta"].get("content") or ""
            if choice["finish_reason"]:
                reasons[choice["index"]].append(choice["finish_reason"])
    assert all(texts.values()) and all(len(found) == 1 for found in reasons.values()), (texts, reasons)
    return reasons[0] + reasons[1]


def test_choices_differ(platform):
    completion = answer(platform, CHAT, body(n=4, max_tokens=12, temperature=1.5))
    assert [choice["index"] for choice in completion["choices"]] == [0, 1, 2, 3]
    assert len({choice["message"]["content"] for choice in completion["choices"]}) > 1


def check_likelihoods(tokens, count):
    for token in tokens:
        assert isinstance(token["token"], str) and token["logprob"] <= 0, token
        likeliest = token["top_logprobs"]
        assert len(likeliest) == count, token
        assert [other["logprob"] for other in likeliest] == sorted(
            (other["logprob"] for other in likeliest), reverse=True), token


def test_likelihoods(platform):
    choice = answer(platform, CHAT, body(temperature=0, logprobs=True, top_logprobs=3))["choices"][0]
    tokens = choice["logprobs"]["content"]
    assert len(tokens) == 5
    check_likelihoods(tokens, 3)
    assert "".join(token["token"] for token in tokens) == choice["message"]["content"]
    # Without chance it is always the likeliest that is taken.
    assert all(token["token"] == token["top_logprobs"][0]["token"] for token in tokens)


def test_likelihoods_without_alternatives(platform):
    choice = answer(platform, CHAT, body(logprobs=True))["choices"][0]
    assert len(choice["logprobs"]["content"]) == 5
    assert all(token["logprob"] <= 0 for token in choice["logprobs"]["content"])
    assert not answer(platform, CHAT, body())["choices"][0].get("logprobs")


def test_likelihoods_of_two_choices(platform):
    completion = answer(platform, CHAT, body(n=2, ignore_eos=True, logprobs=True, top_logprobs=1))
    for choice in completion["choices"]:
        assert len(choice["logprobs"]["content"]) == 5
        check_likelihoods(choice["logprobs"]["content"], 1)


def test_likelihoods_in_a_stream(platform):
    chunks = chunks_of(platform, CHAT, body(temperature=0, logprobs=True, top_logprobs=2))
    tokens = [token for chunk in chunks for choice in chunk["choices"]
              for token in (choice.get("logprobs") or {}).get("content") or []]
    check_likelihoods(tokens, 2)
    assert len(tokens) == 5
    assert "".join(token["token"] for token in tokens) == text_of(chunks)


@on_both_paths
def test_a_seed_gives_the_same_text_twice(platform, prefix):
    def text(seed):
        request = body(seed=seed, max_tokens=12, cache_prompt=False)
        return answer(platform, prefix + "/chat/completions", request)["choices"][0]["message"]["content"]

    assert text(7) == text(7)
    assert len({text(seed) for seed in range(3)}) > 1


def test_a_streamed_seed_gives_the_same_text(platform):
    request = body(seed=11, max_tokens=12, cache_prompt=False)
    whole = answer(platform, CHAT, request)["choices"][0]["message"]["content"]
    assert text_of(chunks_of(platform, CHAT, request)) == whole


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_stop_sequence_of_several_words(platform, stream):
    """Nothing of the sequence is shown, not even its beginning."""
    request = body(temperature=0, max_tokens=24, cache_prompt=False)
    text = answer(platform, CHAT, request)["choices"][0]["message"]["content"]
    stop = " ".join(text.split()[5:8])
    request["stop"] = ["\u2603", stop]
    if stream:
        chunks = chunks_of(platform, CHAT, request)
        shown, reason = text_of(chunks), chunks[-1]["choices"][0]["finish_reason"]
    else:
        choice = answer(platform, CHAT, request)["choices"][0]
        shown, reason = choice["message"]["content"], choice["finish_reason"]
    assert reason == "stop"
    assert shown.rstrip() == text[:text.index(stop)].rstrip()
