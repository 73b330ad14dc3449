"""Documents, sorted by how well they answer a query."""

import pytest

from asking import answer, check_method, on_both_paths, refused
from processes import Platform

MODEL = "all-minilm-l6-v2"
QUERY = "How do birds fly?"
DOCUMENTS = [
    "Taxes have to be paid by the end of the month.",
    "Birds fly by flapping their wings, which push the air down.",
    "Cook the pasta for ten minutes, then add the sauce.",
]
BEST = 1


@pytest.fixture(scope="module")
def sorter(make_home, directory):
    """A platform of its own: the shared one is to have no engine but the one that chats."""
    platform = Platform(make_home(), directory)
    yield platform
    platform.stop()


def body(**parameters):
    given = {"query": QUERY, "documents": DOCUMENTS, **parameters}
    return {name: value for name, value in given.items() if value is not ...}


def indexes(response):
    return [result["index"] for result in response["results"]]


@on_both_paths
def test_pixigpts_form(sorter, prefix):
    """Its clients name no model, and fail on an unknown key of `usage` (protocol/pixigpt.md §2.10, §6.1)."""
    response = answer(sorter, prefix + "/rerank", body())
    assert isinstance(response["object"], str) and response["object"]
    results = response["results"]
    assert sorted(indexes(response)) == [0, 1, 2] and indexes(response)[0] == BEST
    for result in results:
        assert result["document"] == DOCUMENTS[result["index"]]
        assert isinstance(result["relevance_score"], (int, float))
    scores = [result["relevance_score"] for result in results]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] + 0.2, "what answers the query is far ahead"
    assert set(response["usage"]) == {"total_tokens"}
    assert response["usage"]["total_tokens"] > 20
    assert response["model"] == MODEL


def test_it_says_how_it_sorts(sorter):
    """There is no model here that is made for sorting."""
    assert answer(sorter, "/v1/rerank", body())["method"] == "embedding_similarity"


def test_scores_are_cosines(sorter):
    response = answer(sorter, "/v1/rerank", body(documents=[QUERY, *DOCUMENTS]))
    assert response["results"][0]["index"] == 0
    assert response["results"][0]["relevance_score"] == pytest.approx(1, abs=0.01)
    assert all(-1.001 <= result["relevance_score"] <= 1.001 for result in response["results"])


def test_the_order_of_the_documents_does_not_matter(sorter):
    forward = answer(sorter, "/v1/rerank", body())["results"]
    backward = answer(sorter, "/v1/rerank", body(documents=DOCUMENTS[::-1]))["results"]
    assert [result["document"] for result in forward] == [result["document"] for result in backward]
    assert [result["index"] for result in backward] == [2 - result["index"] for result in forward]


@pytest.mark.parametrize("name", ["top_k", "top_n"])
@pytest.mark.parametrize("limit, count", [(1, 1), (2, 2), (3, 3), (50, 3), (0, 3), (None, 3), (..., 3)])
def test_the_best_of_them(sorter, name, limit, count):
    response = answer(sorter, "/v1/rerank", body(**{name: limit}))
    assert len(response["results"]) == count and indexes(response)[0] == BEST


@on_both_paths
@pytest.mark.parametrize("name", ["top_k", "top_n"])
@pytest.mark.parametrize("limit", [-1, 1.5, "two"])
def test_limits_that_there_are_not(sorter, prefix, name, limit):
    refused(sorter, prefix + "/rerank", body(**{name: limit}), parameter=name)


def test_documents_as_cohere_and_jina_have_them(sorter):
    documents = [{"text": text} for text in DOCUMENTS]
    response = answer(sorter, "/v1/rerank", body(documents=documents, top_n=2, model=MODEL))
    assert len(response["results"]) == 2 and indexes(response)[0] == BEST
    for result in response["results"]:
        text = DOCUMENTS[result["index"]]
        assert result["document"] in (text, {"text": text})


def test_documents_of_both_forms(sorter):
    response = answer(sorter, "/v1/rerank", body(documents=[DOCUMENTS[0], {"text": DOCUMENTS[1]}]))
    assert indexes(response) == [1, 0]


def test_documents_may_be_left_out_of_the_answer(sorter):
    response = answer(sorter, "/v1/rerank", body(return_documents=False))
    assert indexes(response)[0] == BEST
    assert all(set(result) == {"index", "relevance_score"} for result in response["results"])
    for given in (True, ...):
        results = answer(sorter, "/v1/rerank", body(return_documents=given))["results"]
        assert all(result["document"] for result in results)


def test_one_document(sorter):
    assert indexes(answer(sorter, "/v1/rerank", body(documents=["Anything."]))) == [0]


def test_the_same_document_twice(sorter):
    response = answer(sorter, "/v1/rerank", body(documents=[DOCUMENTS[0], DOCUMENTS[1], DOCUMENTS[1]]))
    assert sorted(indexes(response)[:2]) == [1, 2] and indexes(response)[2] == 0


def test_fifty_documents(sorter):
    documents = [f"Rule {number} of the tax office." for number in range(49)]
    documents.insert(30, DOCUMENTS[BEST])
    response = answer(sorter, "/v1/rerank", body(documents=documents, top_k=1))
    assert indexes(response) == [30]


def test_an_embedding_model_that_is_named(sorter):
    response = answer(sorter, "/v1/rerank", body(model=MODEL))
    assert response["model"] == MODEL and response["method"] == "embedding_similarity"


@pytest.mark.parametrize("model", ["smollm2", "no-such-model"])
def test_a_model_that_cannot_sort(sorter, model):
    """It is not put aside in silence for another."""
    refused(sorter, "/v1/rerank", body(model=model), status=404 if model == "no-such-model" else 400)


@on_both_paths
@pytest.mark.parametrize("documents", [[], ..., None, "text", [1], [{}], [{"title": "No text"}], {}], ids=repr)
def test_documents_that_are_none(sorter, prefix, documents):
    refused(sorter, prefix + "/rerank", body(documents=documents), parameter="documents")


@on_both_paths
@pytest.mark.parametrize("query", ["", ..., None, ["a"]], ids=repr)
def test_queries_that_are_none(sorter, prefix, query):
    refused(sorter, prefix + "/rerank", body(query=query), parameter="query")


@on_both_paths
def test_t66_an_unknown_parameter_is_named(sorter, prefix):
    refused(sorter, prefix + "/rerank", body(frobnicate=1), parameter="frobnicate", code="unsupported_parameter")


@on_both_paths
def test_t64_a_document_that_does_not_fit(sorter, prefix):
    refused(sorter, prefix + "/rerank", body(documents=["Short.", "word " * 600]), code="context_length_exceeded")


def test_t64_the_parameter_at_fault_is_one_of_the_request(sorter):
    reply = sorter.request("POST", "/v1/rerank", b'{"query":"a","documents":["' + b"word " * 600 + b'"]}')
    assert reply.status == 400 and reply.error["param"] in (None, "documents"), reply


@on_both_paths
def test_only_post(sorter, prefix):
    check_method(sorter, prefix + "/rerank")
