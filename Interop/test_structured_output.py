"""Answers that are held to JSON, or to a schema of it."""

import enum
import json
from typing import Annotated, Literal

import openai
import pydantic
import pytest

from asking import answer, chunks_of, on_both_paths
from raw import text_of
from schemas import check

QUESTION = [{"role": "user", "content": "Describe a cat."}]
# Every value is bounded, so that no seed makes an answer that is cut off.
LIMIT = 400
CAT = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 12},
        "colour": {"type": "string", "enum": ["black", "white", "grey"]},
        "age": {"type": "integer", "minimum": 0, "maximum": 25},
        "tame": {"type": "boolean"},
        "kind": {"const": "cat"},
        "toys": {"type": "array", "items": {"$ref": "#/$defs/Toy"}, "minItems": 1, "maxItems": 2},
        "owner": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/Toy"}]},
    },
    "required": ["name", "colour", "age", "tame", "kind", "toys", "owner"],
    "additionalProperties": False,
    "$defs": {
        "Toy": {
            "type": "object", "properties": {"size": {"type": "string", "enum": ["small", "large"]}},
            "required": ["size"], "additionalProperties": False,
        },
    },
}
LIST = {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 9}, "minItems": 3, "maxItems": 3}


def body(schema, **parameters):
    return {
        "model": "smollm2", "messages": QUESTION, "temperature": 1, "max_tokens": LIMIT,
        "response_format": {"type": "json_schema", "json_schema": {"name": "cat", "schema": schema, "strict": True}},
        **parameters,
    }


@on_both_paths
@pytest.mark.parametrize("seed", range(2))
def test_a_schema_is_followed(platform, prefix, seed):
    choice = answer(platform, prefix + "/chat/completions", body(CAT, seed=seed))["choices"][0]
    assert choice["finish_reason"] == "stop", choice
    check(json.loads(choice["message"]["content"]), CAT)
    chunks = chunks_of(platform, prefix + "/chat/completions", body(CAT, seed=seed))
    assert len(chunks) > 5, "the answer came all at once"
    check(json.loads(text_of(chunks)), CAT)


def test_a_schema_that_is_no_object(platform):
    completion = answer(platform, "/v1/chat/completions", body(LIST))
    check(json.loads(completion["choices"][0]["message"]["content"]), LIST)


def test_each_choice_follows_the_schema(platform):
    completion = answer(platform, "/v1/chat/completions", body(CAT, n=2))
    assert [choice["index"] for choice in completion["choices"]] == [0, 1]
    for choice in completion["choices"]:
        check(json.loads(choice["message"]["content"]), CAT)


def test_an_answer_that_is_cut_off_says_so(platform):
    choice = answer(platform, "/v1/chat/completions", body(CAT, max_tokens=4))["choices"][0]
    assert choice["finish_reason"] == "length"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_json_object(platform, stream):
    request = body(CAT, response_format={"type": "json_object"}, temperature=0, max_tokens=160)
    if stream:
        chunks = chunks_of(platform, "/v1/chat/completions", request)
        text, reason = text_of(chunks), chunks[-1]["choices"][0]["finish_reason"]
    else:
        choice = answer(platform, "/v1/chat/completions", request)["choices"][0]
        text, reason = choice["message"]["content"], choice["finish_reason"]
    if reason == "stop":
        assert isinstance(json.loads(text), dict)
    else:
        # The model found no end.
        assert reason == "length" and text.lstrip().startswith("{")


def test_text_is_not_held_to_anything(platform):
    choice = answer(platform, "/v1/chat/completions", body(
        CAT, response_format={"type": "text"}, temperature=0, max_tokens=8))["choices"][0]
    assert choice["message"]["content"] and not choice["message"]["content"].startswith("{")


class Colour(enum.Enum):
    black = "black"
    white = "white"


class Toy(pydantic.BaseModel):
    size: Literal["small", "large"]
    age: Annotated[int, pydantic.Field(ge=0, le=9)] | None


class Cat(pydantic.BaseModel):
    colour: Colour
    legs: Annotated[int, pydantic.Field(ge=0, le=4)]
    tame: bool
    toys: Annotated[list[Toy], pydantic.Field(min_length=1, max_length=2)]


@pytest.fixture(scope="module")
def client(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
        yield client


def test_the_official_package_parses(client):
    completion = client.chat.completions.parse(
        model="smollm2", messages=QUESTION, max_tokens=LIMIT, seed=1, response_format=Cat)
    assert isinstance(completion.choices[0].message.parsed, Cat)


def test_the_official_package_parses_a_stream(client):
    with client.chat.completions.stream(
        model="smollm2", messages=QUESTION, max_tokens=LIMIT, seed=2, response_format=Cat
    ) as stream:
        done = [event for event in stream if event.type == "content.done"]
        completion = stream.get_final_completion()
    assert len(done) == 1 and isinstance(done[0].parsed, Cat)
    assert isinstance(completion.choices[0].message.parsed, Cat)


def test_the_official_package_notices_an_answer_that_is_cut_off(client):
    with pytest.raises(openai.LengthFinishReasonError):
        client.chat.completions.parse(model="smollm2", messages=QUESTION, max_tokens=3, response_format=Cat)
