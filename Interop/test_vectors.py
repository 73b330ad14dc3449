"""GravixLayer's vector routes, by what its Python client of the 0.0.45 generation sends and how strictly it reads.

PyPI no longer has that generation (see test_gravixlayer.py). It makes objects of the answers' members, so that an unknown
member and a missing one raise; the data classes here do the same.
"""

import base64
import dataclasses
import json
import math
import struct
import urllib.parse

import pytest

from processes import Platform

MODEL = "all-minilm-l6-v2"
DIMENSIONS = 384


@dataclasses.dataclass
class Index:
    id: str
    name: str
    dimension: int
    metric: str
    vector_type: str
    cloud_provider: str
    region: str
    index_type: str
    delete_protection: bool
    created_at: str
    metadata: dict | None = None
    updated_at: str | None = None
    status: str | None = None


@dataclasses.dataclass
class Vector:
    id: str
    embedding: list
    metadata: dict | None = None
    delete_protection: bool = False
    created_at: str | None = None
    updated_at: str | None = None


@dataclasses.dataclass
class Hit:
    id: str
    score: float
    values: list | None = None
    metadata: dict | None = None


@dataclasses.dataclass
class Usage:
    prompt_tokens: int
    total_tokens: int


@dataclasses.dataclass
class Batch:
    upserted_count: int
    failed_count: int
    errors: list
    usage: dict | None = None


@dataclasses.dataclass
class Ids:
    vector_ids: list
    count: int | None = None


@pytest.fixture(scope="module")
def platform(make_home, directory):
    """A platform of its own: the shared one is to have no engine but the one that chats."""
    platform = Platform(make_home(), directory)
    yield platform
    platform.stop()


class Client:
    """Asks as the client does: 200 and 201 with JSON are an answer, everything else is an error."""

    def __init__(self, platform):
        self.platform = platform

    def ask(self, method, path, body=None):
        reply = self.platform.request(
            method, "/v1/vectors/" + path, None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}, timeout=120)
        return reply

    def answer(self, method, path, body=None):
        reply = self.ask(method, path, body)
        assert reply.status in (200, 201), reply
        return reply.json()

    def refused(self, status, method, path, body=None):
        reply = self.ask(method, path, body)
        assert reply.status == status, reply
        error = reply.json()
        assert set(error) == {"error", "code"} and isinstance(error["error"], str), reply
        assert isinstance(error["code"], (str, int)), reply
        return error

    def create(self, name, dimension=3, **more):
        body = {
            "name": name, "dimension": dimension, "metric": "cosine", "vector_type": "dense", "cloud_provider": "AWS",
            "region": "us-east-1", "index_type": "serverless", "metadata": {}, "delete_protection": False, **more}
        return Index(**self.answer("POST", "indexes", body))

    def upsert(self, index, embedding, id=None, metadata=None, delete_protection=False):
        item = {"embedding": embedding, "metadata": metadata or {}, "delete_protection": delete_protection}
        if id is not None:
            item["id"] = id
        return self.read_upsert(self.answer("POST", f"{index}/upsert", {"vectors": [item]}), index, id)

    def read_upsert(self, answer, index, id):
        """The order in which the client looks: a count leads to a question; else the answer is the vector."""
        if answer.get("upserted_count", 0) > 0:
            return self.get(index, id or answer["ids"][0])
        assert "error" not in answer and not answer.get("failed_count"), answer
        return Vector(
            id=answer.get("id", "unknown"), embedding=answer.get("embedding", []), metadata=answer.get("metadata"),
            delete_protection=answer.get("delete_protection", False), created_at=answer.get("created_at"),
            updated_at=answer.get("updated_at"))

    def get(self, index, id):
        return Vector(**self.answer("GET", f"{index}/{urllib.parse.quote(id, safe='')}"))

    def search(self, index, vector, top_k=10, **more):
        answer = self.answer("POST", f"{index}/search", {
            "vector": vector, "top_k": top_k, "include_metadata": True, "include_values": True, **more})
        assert set(answer) == {"hits", "query_time_ms"} and isinstance(answer["query_time_ms"], int), answer
        return [Hit(**hit) for hit in answer["hits"]]

    def search_text(self, index, query, top_k=10, **more):
        answer = self.answer("POST", f"{index}/search/text", {
            "query": query, "model": MODEL, "top_k": top_k, "include_metadata": True, "include_values": False, **more})
        assert set(answer) == {"hits", "query_time_ms", "usage"}, answer
        assert Usage(**answer["usage"]).total_tokens > 0
        return [Hit(**hit) for hit in answer["hits"]]


@pytest.fixture
def client(platform):
    return Client(platform)


@pytest.fixture
def index(client, request):
    return client.create(request.node.name[:255]).id


# Indexes


def test_an_index_from_first_to_last(client):
    made = client.create("story", dimension=3, metadata={"team": "search"})
    assert (made.name, made.dimension, made.metric, made.cloud_provider) == ("story", 3, "cosine", "AWS")
    assert (made.region, made.index_type, made.vector_type) == ("us-east-1", "serverless", "dense")
    assert made.metadata == {"team": "search"} and made.delete_protection is False
    assert Index(**client.answer("GET", f"indexes/{made.id}")) == made
    page = client.answer("GET", "indexes?page=1&page_size=1000")
    assert set(page) == {"indexes", "pagination"} and set(page["pagination"]) == {"page", "page_size", "total"}
    assert made in [Index(**index) for index in page["indexes"]]
    changed = Index(**client.answer("PUT", f"indexes/{made.id}", {"metadata": {"a": 1}, "delete_protection": True}))
    assert changed.metadata == {"a": 1} and changed.delete_protection is True
    assert client.refused(409, "DELETE", f"indexes/{made.id}")["code"] == "delete_protected"
    client.answer("PUT", f"indexes/{made.id}", {"delete_protection": False})
    assert isinstance(client.answer("DELETE", f"indexes/{made.id}")["message"], str)
    for method, body in (("GET", None), ("PUT", {"metadata": {}}), ("DELETE", None)):
        client.refused(404, method, f"indexes/{made.id}", body)


def test_the_seeds_own_example(client):
    made = Index(**client.answer("POST", "indexes", {
        "name": "my-index", "dimension": 1024, "metric": "cosine", "cloud_provider": "aws", "region": "us-east-1",
        "vector_type": "dense"}))
    assert made.cloud_provider == "AWS" and made.index_type == "serverless"


@pytest.mark.parametrize("metric", ["dot_product", "dotproduct"])
def test_the_metric_under_either_name(client, metric):
    assert client.create(f"metric {metric}", metric=metric).metric == "dot_product"


def test_the_node_client_leaves_out_what_it_is_not_told(client):
    made = Index(**client.answer("POST", "indexes", {"name": "node", "dimension": 3, "metric": "euclidean"}))
    assert made.metric == "euclidean"
    assert "indexes" in client.answer("GET", "indexes")
    client.answer("DELETE", f"indexes/{made.id}")


@pytest.mark.parametrize("change", [
    {"name": ""}, {"name": "n" * 256}, {"dimension": 0}, {"dimension": 1.5}, {"metric": "manhattan"},
    {"cloud_provider": "Moon"}, {"index_type": "pod"}, {"vector_type": "sparse"}, {"metadata": [1]}])
def test_an_index_that_cannot_be(client, change):
    body = {"name": "n", "dimension": 3, "metric": "cosine", **change}
    assert next(iter(change)) in client.refused(400, "POST", "indexes", body)["error"]


@pytest.mark.parametrize("query", ["page=0", "page=x", "page_size=0", "page_size=1001"])
def test_a_page_that_cannot_be(client, query):
    client.refused(400, "GET", f"indexes?{query}")


# Vectors


def test_the_golden_examples(client, index):
    made = client.upsert(index, [0.1, 0.2, 0.3], id="v1", metadata={"c": "t"})
    assert (made.id, made.embedding, made.metadata) == ("v1", [0.1, 0.2, 0.3], {"c": "t"})
    assert client.get(index, "v1") == made
    assert Ids(**client.answer("GET", f"{index}/list")) == Ids(["v1"], 1)
    deleted = client.answer("POST", f"{index}/delete", {"vector_ids": ["v1"]})
    assert deleted["deleted_ids"] == ["v1"] and deleted["count"] == 1 and isinstance(deleted["message"], str)
    assert Ids(**client.answer("GET", f"{index}/list")).vector_ids == []


def test_an_upsert_tells_ids_and_count_and_never_an_upserted_count(client, index):
    answer = client.answer("POST", f"{index}/upsert", {"vectors": [
        {"embedding": [1, 2, 3], "metadata": {}, "delete_protection": False}]})
    assert answer["count"] == 1 and answer["ids"] == [answer["id"]]
    assert not {"upserted_count", "failed_count", "error"} & set(answer)
    assert Vector(**client.answer("GET", f"{index}/{answer['id']}")).embedding == [1, 2, 3]


def test_vectors_by_their_ids(client, index):
    for id in ("a", "b/c", "d e"):
        client.upsert(index, [1, 0, 0], id=id)
    every = client.answer("GET", f"{index}/fetch")
    assert [Vector(**vector).id for vector in every["vectors"]] == ["a", "b/c", "d e"]
    some = client.answer("GET", f"{index}/fetch?vector_ids=b/c,a,none")
    assert sorted(Vector(**vector).id for vector in some["vectors"]) == ["a", "b/c"]
    assert client.get(index, "b/c").id == "b/c" and client.get(index, "d e").id == "d e"


def test_metadata_of_an_update_replaces_what_there_was(client, index):
    client.upsert(index, [1, 0, 0], id="v", metadata={"a": 1, "b": 2})
    changed = Vector(**client.answer("PUT", f"{index}/v", {"metadata": {"c": [1, {"d": None}]}}))
    assert changed.metadata == {"c": [1, {"d": None}]} and changed.embedding == [1, 0, 0]
    protected = Vector(**client.answer("PUT", f"{index}/v", {"delete_protection": True}))
    assert protected.delete_protection and protected.metadata == changed.metadata
    client.refused(400, "PUT", f"{index}/v", {})
    client.refused(404, "PUT", f"{index}/none", {"metadata": {}})


def test_an_upsert_replaces_the_whole_vector(client, index):
    client.upsert(index, [1, 0, 0], id="v", metadata={"a": 1}, delete_protection=True)
    made = client.upsert(index, [0, 1, 0], id="v")
    assert made.embedding == [0, 1, 0] and not made.metadata and made.delete_protection is False


def test_a_batch(client, index):
    batch = Batch(**client.answer("POST", f"{index}/batch", {"vectors": [
        {"embedding": [1, 0, 0], "metadata": {}, "delete_protection": False, "id": "a"},
        {"embedding": [1, 0], "metadata": {}, "delete_protection": False, "id": "b"},
        {"embedding": base64.b64encode(struct.pack("<3f", 0.5, -1.25, 2)).decode(), "id": "c"}]}))
    assert batch.upserted_count == 2 and batch.failed_count == 1 and len(batch.errors) == 1
    assert client.get(index, "c").embedding == [0.5, -1.25, 2]
    client.refused(404, "GET", f"{index}/b")
    client.refused(400, "POST", f"{index}/batch", {"vectors": []})


def test_protected_vectors_stay(client, index):
    client.upsert(index, [1, 0, 0], id="kept", delete_protection=True)
    client.upsert(index, [1, 0, 0], id="free")
    assert client.refused(409, "POST", f"{index}/delete", {"vector_ids": ["kept"]})["code"] == "delete_protected"
    deleted = client.answer("POST", f"{index}/delete", {"vector_ids": ["kept", "free", "none"]})
    assert deleted["deleted_ids"] == ["free"] and deleted["count"] == 1
    assert deleted["protected_ids"] == ["kept"] and deleted["missing_ids"] == ["none"]
    client.refused(404, "POST", f"{index}/delete", {"vector_ids": ["none"]})
    client.refused(400, "POST", f"{index}/delete", {"vector_ids": []})


@pytest.mark.parametrize("id", ["indexes", "list", "fetch", "search", "batch", "upsert", "text", "delete", ""])
def test_an_id_that_names_a_route(client, index, id):
    client.refused(400, "POST", f"{index}/upsert", {"vectors": [{"embedding": [1, 0, 0], "id": id}]})


def test_every_route_of_an_index_that_there_is_not(client):
    vectors = {"vectors": [{"embedding": [1, 0, 0]}]}
    texts = {"vectors": [{"text": "t", "model": MODEL}]}
    for method, path, body in (
            ("POST", "upsert", vectors), ("POST", "batch", vectors), ("POST", "text/upsert", texts),
            ("POST", "text/batch", texts), ("POST", "search", {"vector": [1, 0, 0], "top_k": 1}),
            ("POST", "search/text", {"query": "q", "model": MODEL, "top_k": 1}), ("GET", "list", None),
            ("GET", "fetch", None), ("POST", "delete", {"vector_ids": ["v"]}), ("GET", "v", None),
            ("PUT", "v", {"metadata": {}})):
        client.refused(404, method, f"none/{path}", body)


# Searching


@pytest.mark.parametrize("metric, scores", [
    ("cosine", {"x": 1, "xy": math.sqrt(0.5), "y": 0}), ("dot_product", {"xy": 6, "x": 2, "y": 0}),
    ("euclidean", {"x": 1 / 2, "xy": 1 / (1 + math.sqrt(10)), "y": 1 / (1 + math.sqrt(5))})])
def test_the_scores_of_every_metric(client, metric, scores):
    index = client.create(f"scores {metric}", dimension=2, metric=metric).id
    for id, embedding in {"x": [1, 0], "y": [0, 1], "xy": [3, 3]}.items():
        client.upsert(index, embedding, id=id)
    hits = client.search(index, [2, 0])
    expected = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    assert [hit.id for hit in hits] == [id for id, _ in expected]
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected], abs=1e-6)
    assert hits[0].values is not None


def test_filters(client, index):
    people = {"a": {"user": "u", "kind": "note", "year": 2023}, "b": {"user": "u", "kind": "task", "year": 2024},
              "c": {"user": "v", "kind": "note", "year": 2025, "tags": ["x", "y"]}}
    for id, metadata in people.items():
        client.upsert(index, [1, 0, 0], id=id, metadata=metadata)

    def found(filter):
        return [hit.id for hit in client.search(index, [1, 0, 0], filter=filter)]

    assert found(None) == found({}) == ["a", "b", "c"], "the Node client's memory sends null"
    assert found({"user": "u"}) == ["a", "b"]
    assert found({"user": "u", "kind": ["note", "idea"]}) == ["a"]
    assert found({"tags": "y"}) == ["c"]
    assert found({"year": {"$gte": 2024}}) == ["b", "c"]
    assert found({"$or": [{"kind": "task"}, {"year": {"$lt": 2024}}]}) == ["a", "b"]
    assert found({"tags": {"$exists": False}, "user": {"$ne": "v"}}) == ["a", "b"]
    assert "$like" in client.refused(400, "POST", f"{index}/search", {
        "vector": [1, 0, 0], "top_k": 1, "filter": {"a": {"$like": "x"}}})["error"]


def test_what_a_hit_has_is_as_asked(client, index):
    client.upsert(index, [1, 0, 0], id="v", metadata={"a": 1})
    bare = client.answer("POST", f"{index}/search", {
        "vector": [1, 0, 0], "top_k": 1, "include_metadata": False, "include_values": False})["hits"][0]
    assert set(bare) == {"id", "score"}
    assert client.search(index, [1, 0, 0])[0] == Hit("v", pytest.approx(1), [1, 0, 0], {"a": 1})


@pytest.mark.parametrize("top_k", [0, -1, 1001, None, "ten"])
def test_a_search_for_too_few_or_too_many(client, index, top_k):
    client.refused(400, "POST", f"{index}/search", {"vector": [1, 0, 0], "top_k": top_k})


def test_a_vector_of_another_length(client, index):
    error = client.refused(400, "POST", f"{index}/search", {"vector": [1, 0], "top_k": 1})["error"]
    assert "2" in error and "3" in error


# Texts


def test_texts_with_the_real_model(client):
    index = client.create("texts", dimension=DIMENSIONS).id
    answer = client.answer("POST", f"{index}/text/upsert", {"vectors": [{
        "text": "The weather is lovely today.", "model": MODEL, "metadata": {"n": 1}, "delete_protection": False,
        "id": "weather"}]})
    assert Usage(**answer["usage"]).prompt_tokens > 0
    made = client.read_upsert(answer, index, "weather")
    assert len(made.embedding) == DIMENSIONS and made.metadata == {"n": 1}
    batch = Batch(**client.answer("POST", f"{index}/text/batch", {"vectors": [
        {"text": "He drove to the stadium.", "model": MODEL, "metadata": {}, "delete_protection": False, "id": "stadium"},
        {"text": "Dogs bark at strangers.", "model": MODEL, "metadata": {}, "delete_protection": False, "id": "dogs"}]}))
    assert batch.upserted_count == 2 and Usage(**batch.usage).total_tokens > 0
    hits = client.search_text(index, "It's so sunny outside!")
    assert hits[0].id == "weather" and hits[0].score == pytest.approx(0.6660, abs=0.011)
    assert hits[0].values is None and hits[0].metadata == {"n": 1}
    assert [hit.id for hit in client.search_text(index, "a barking dog", top_k=1)] == ["dogs"]
    # The same vector as the route of embeddings makes.
    assert client.search(index, made.embedding)[0].score == pytest.approx(1, abs=1e-5)


def test_a_text_for_an_index_of_another_dimension(client, index):
    error = client.refused(400, "POST", f"{index}/text/upsert", {"vectors": [{"text": "t", "model": MODEL}]})["error"]
    assert str(DIMENSIONS) in error and "3" in error
    client.refused(400, "POST", f"{index}/search/text", {"query": "q", "model": MODEL, "top_k": 1})
    client.refused(404, "POST", f"{index}/text/upsert", {"vectors": [{"text": "t", "model": "no-such-model"}]})
