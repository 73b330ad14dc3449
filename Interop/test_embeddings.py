"""Vectors of texts."""

import asyncio
import base64
import concurrent.futures
import math
import struct

import openai
import pytest

from asking import answer, check_method, on_both_paths, refused
from processes import Platform

MODEL = "all-minilm-l6-v2"
DIMENSIONS = 384
# The example of the model's own page, and the similarities that are printed there.
SENTENCES = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
SIMILARITIES = {(0, 1): 0.6660, (0, 2): 0.1046, (1, 2): 0.1411}


@pytest.fixture(scope="module")
def embedder(make_home, directory):
    """A platform of its own: the shared one is to have no engine but the one that chats."""
    platform = Platform(make_home(), directory)
    yield platform
    platform.stop()


@pytest.fixture(scope="module")
def client(embedder):
    with openai.OpenAI(base_url=embedder.url, api_key="none", max_retries=0, timeout=120) as client:
        yield client


def product(left, right):
    assert len(left) == len(right)
    return sum(one * other for one, other in zip(left, right))


def length(vector):
    return math.sqrt(product(vector, vector))


def vector_of(client, text, **parameters):
    return client.embeddings.create(model=MODEL, input=text, **parameters).data[0].embedding


def test_one_text(client):
    response = client.embeddings.create(model=MODEL, input=SENTENCES[0])
    assert response.object == "list" and response.model == MODEL
    assert len(response.data) == 1
    assert response.data[0].object == "embedding" and response.data[0].index == 0
    assert len(response.data[0].embedding) == DIMENSIONS
    assert length(response.data[0].embedding) == pytest.approx(1, abs=1e-3)
    assert response.usage.prompt_tokens == response.usage.total_tokens > 0


def test_the_similarities_of_the_models_page(client):
    response = client.embeddings.create(model=MODEL, input=SENTENCES)
    assert [item.index for item in response.data] == [0, 1, 2]
    vectors = [item.embedding for item in response.data]
    for (left, right), similarity in SIMILARITIES.items():
        assert product(vectors[left], vectors[right]) == pytest.approx(similarity, abs=0.011)
    for vector in vectors:
        assert length(vector) == pytest.approx(1, abs=1e-3)


def test_what_the_official_package_decodes_is_what_is_sent_as_numbers(client):
    """Asked for no format, the package asks for base64 and decodes it."""
    decoded = vector_of(client, SENTENCES[0])
    assert decoded == pytest.approx(vector_of(client, SENTENCES[0], encoding_format="float"), abs=1e-6)


@on_both_paths
def test_the_formats_as_they_are_sent(embedder, prefix):
    def sent(**parameters):
        body = {"model": MODEL, "input": SENTENCES[0], **parameters}
        return answer(embedder, prefix + "/embeddings", body)["data"][0]["embedding"]

    numbers = sent(encoding_format="float")
    assert len(numbers) == DIMENSIONS and all(isinstance(number, (int, float)) for number in numbers)
    assert sent() == pytest.approx(numbers, abs=1e-6)
    packed = sent(encoding_format="base64")
    assert isinstance(packed, str)
    assert struct.unpack(f"<{DIMENSIONS}f", base64.b64decode(packed, validate=True)) == pytest.approx(numbers, abs=1e-6)


def test_base64_that_is_asked_for_is_left_as_it_is(client):
    assert isinstance(vector_of(client, SENTENCES[0], encoding_format="base64"), str)


@pytest.mark.parametrize("count", [1, 64, 256, 384])
def test_fewer_dimensions(client, count):
    short = vector_of(client, SENTENCES[1], dimensions=count)
    assert len(short) == count
    assert length(short) == pytest.approx(1, abs=1e-3)
    beginning = vector_of(client, SENTENCES[1])[:count]
    assert short == pytest.approx([number / length(beginning) for number in beginning], abs=1e-4)


def test_fewer_dimensions_of_several_texts_in_both_formats(client):
    for parameters in ({}, {"encoding_format": "float"}):
        response = client.embeddings.create(model=MODEL, input=SENTENCES, dimensions=32, **parameters)
        assert [len(item.embedding) for item in response.data] == [32] * 3


@on_both_paths
@pytest.mark.parametrize("dimensions", [0, -1, 385, 100_000, 1.5, "many"])
def test_dimensions_that_there_are_not(embedder, prefix, dimensions):
    body = {"model": MODEL, "input": "Hi", "dimensions": dimensions}
    refused(embedder, prefix + "/embeddings", body, parameter="dimensions")


def test_a_hundred_texts_keep_their_order(client):
    texts = [f"Number {number} of the {'cats' if number % 2 else 'trains'}." for number in range(100)]
    response = client.embeddings.create(model=MODEL, input=texts)
    assert [item.index for item in response.data] == list(range(100))
    vectors = [item.embedding for item in response.data]
    assert len({tuple(vector) for vector in vectors}) == 100
    for number in (0, 1, 49, 99):
        alone = vector_of(client, texts[number])
        assert product(alone, vectors[number]) > 0.999
        nearest = max(range(100), key=lambda other: product(alone, vectors[other]))
        assert nearest == number


def test_usage_counts_all_texts(client):
    def count(texts):
        usage = client.embeddings.create(model=MODEL, input=texts).usage
        assert usage.prompt_tokens == usage.total_tokens
        return usage.total_tokens

    assert count(SENTENCES) == sum(count(sentence) for sentence in SENTENCES)


def test_a_text_twice_has_one_vector(client):
    first, _, second = client.embeddings.create(model=MODEL, input=["same", "other", "same"]).data
    assert product(first.embedding, second.embedding) > 0.9999


@pytest.mark.parametrize("text", ["\u00e9\u00e8 \u4f60\u597d \U0001f600", "a\nb\tc", "x", '{"a": "b"}', "</s> [CLS]"])
def test_texts_of_all_kinds(client, text):
    assert length(vector_of(client, text)) == pytest.approx(1, abs=1e-3)


def test_a_text_that_just_fits(client):
    assert 480 < client.embeddings.create(model=MODEL, input="word " * 490).usage.prompt_tokens <= 512


@on_both_paths
@pytest.mark.parametrize("texts", ["word " * 600, ["short", "word " * 600], "word " * 20_000],
                         ids=["alone", "among others", "far"])
def test_t64_a_text_that_does_not_fit(embedder, prefix, texts):
    message = refused(
        embedder, prefix + "/embeddings", {"model": MODEL, "input": texts}, code="context_length_exceeded")
    assert "512" in message


def test_the_official_package_tells_a_text_that_does_not_fit(client):
    with pytest.raises(openai.BadRequestError) as caught:
        vector_of(client, "word " * 600)
    assert caught.value.code == "context_length_exceeded"
    assert vector_of(client, "word")


@on_both_paths
@pytest.mark.parametrize("texts", [
    [], "", [""], ["a", ""], [1, 2, 3], [[1, 2], [3]], ["a", 1], ["a", None], {}, 5, True, None, ...,
], ids=repr)
def test_inputs_that_are_none(embedder, prefix, texts):
    body = {"model": MODEL, "input": texts}
    if texts is ...:
        del body["input"]
    refused(embedder, prefix + "/embeddings", body, parameter="input")


@on_both_paths
def test_more_texts_than_are_allowed(embedder, prefix):
    body = {"model": MODEL, "input": ["a"] * 2049}
    assert "2048" in refused(embedder, prefix + "/embeddings", body, parameter="input")


@on_both_paths
def test_t66_an_unknown_parameter_is_named(embedder, prefix):
    body = {"model": MODEL, "input": "Hi", "frobnicate": 1}
    refused(embedder, prefix + "/embeddings", body, parameter="frobnicate", code="unsupported_parameter")
    body = {"model": MODEL, "input": "Hi", "suffix": "!"}
    refused(embedder, prefix + "/embeddings", body, parameter="suffix")


@on_both_paths
@pytest.mark.parametrize("format", ["int8", "", 1, ["float"]])
def test_t65_a_format_that_there_is_not(embedder, prefix, format):
    body = {"model": MODEL, "input": "Hi", "encoding_format": format}
    refused(embedder, prefix + "/embeddings", body, parameter="encoding_format")


def test_the_parameters_of_the_official_package(client):
    assert len(vector_of(client, "Hi", user="somebody", encoding_format="float", dimensions=384)) == DIMENSIONS


@on_both_paths
def test_t65_bodies_that_are_not_a_request(embedder, prefix):
    for body in (b"", b"{", b"[]", b'"Hi"', b"\xff"):
        refused(embedder, prefix + "/embeddings", body, code="invalid_json")


@on_both_paths
def test_a_model_that_makes_no_vectors(embedder, prefix):
    refused(embedder, prefix + "/embeddings", {"model": "smollm2", "input": "Hi"}, parameter="model")


@on_both_paths
def test_an_unknown_model(embedder, prefix):
    body = {"model": "no-such-model", "input": "Hi"}
    message = refused(embedder, prefix + "/embeddings", body, status=404, code="model_not_found")
    assert "no-such-model" in message


def test_the_official_package_tells_an_unknown_model(client):
    with pytest.raises(openai.NotFoundError) as caught:
        client.embeddings.create(model="no-such-model", input="Hi")
    assert caught.value.code == "model_not_found" and caught.value.param == "model"


@pytest.mark.parametrize("texts", [SENTENCES[0], SENTENCES], ids=["one", "several"])
def test_pixigpts_form(embedder, texts):
    """Its clients name no model, and fail on an unknown key of `usage` (protocol/pixigpt.md §2.9, §6.1)."""
    response = answer(embedder, "/v1/embeddings", {"input": texts})
    assert response["object"]
    count = 1 if isinstance(texts, str) else len(texts)
    assert [item["index"] for item in response["data"]] == list(range(count))
    for item in response["data"]:
        assert item["object"] and len(item["embedding"]) == DIMENSIONS
        assert all(isinstance(number, (int, float)) for number in item["embedding"])
    assert set(response["usage"]) == {"prompt_tokens", "total_tokens"}
    assert response["usage"]["prompt_tokens"] == response["usage"]["total_tokens"] > 0


def test_a_model_that_is_not_named_is_the_default_one(embedder):
    assert answer(embedder, "/v1/embeddings", {"input": "Hi"})["model"] == MODEL


def test_gravixlayers_form(embedder):
    """Its client always sends a format (protocol/gravixlayer.md §2.3)."""
    response = answer(
        embedder, "/v1/inference/embeddings", {"model": MODEL, "input": SENTENCES, "encoding_format": "float"})
    assert response["object"] == "list" and response["model"] == MODEL
    assert [item["index"] for item in response["data"]] == [0, 1, 2]
    assert response["usage"]["total_tokens"] > 0


def test_sloppy_paths(embedder):
    for path in ("/v1/embeddings/", "/v1//embeddings"):
        assert answer(embedder, path, {"model": MODEL, "input": "Hi"})["data"]


@on_both_paths
def test_only_post(embedder, prefix):
    check_method(embedder, prefix + "/embeddings")


def test_many_at_once_get_their_own(client):
    texts = [f"Sentence number {number}." for number in range(16)]
    alone = [vector_of(client, text) for text in texts]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda text: vector_of(client, text), texts))
    for number, vector in enumerate(together):
        assert product(vector, alone[number]) > 0.999


def test_the_async_client(embedder):
    async def main():
        async with openai.AsyncOpenAI(base_url=embedder.url, api_key="none", max_retries=0) as client:
            return await client.embeddings.create(model=MODEL, input=SENTENCES)

    assert [len(item.embedding) for item in asyncio.run(main()).data] == [DIMENSIONS] * 3


def test_it_chats_as_before(embedder):
    embedder.check_answers()
