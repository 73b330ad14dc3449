"""Vector stores and file search with the official OpenAI package, as it comes from PyPI."""

import asyncio
import io
import signal

import openai
import pytest

from processes import Platform, wait_until
from scripted import ScriptedUpstream

# The package calls its Assistants API deprecated, in every test.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TEXTS = {
    "swifts.md": "# Swifts\n\nThe common swift spends most of its life in the air and even sleeps on the wing.\n",
    "oaks.txt": "Oak trees can live for more than a thousand years and feed hundreds of kinds of insects.\n",
    "bread.txt": "Knead the dough for ten minutes, let it rise, and bake the loaf in a hot oven until it is brown.\n",
}
INCLUDE = ["step_details.tool_calls[*].file_search.results[*].content"]


def upload(client, name, text=None):
    content = (TEXTS[name] if text is None else text).encode()
    return client.files.create(file=(name, io.BytesIO(content)), purpose="assistants")


@pytest.fixture(scope="module")
def embedder(make_home, directory):
    """A platform with the real models, of which only the one for embeddings is asked."""
    embedder = Platform(make_home(), directory)
    yield embedder
    embedder.stop()


@pytest.fixture(scope="module")
def client(embedder):
    with openai.OpenAI(base_url=embedder.url, api_key="none", max_retries=0, timeout=180) as client:
        yield client


@pytest.fixture(scope="module")
def files(client):
    return {name: upload(client, name) for name in TEXTS}


@pytest.fixture
def store(client):
    store = client.vector_stores.create(name="Nature")
    yield store
    client.vector_stores.delete(store.id)


# With the real embedding model


def test_a_question_finds_the_passage_that_answers_it(client, files, store):
    batch = client.vector_stores.file_batches.create_and_poll(
        store.id, file_ids=[file.id for file in files.values()])
    assert batch.status == "completed" and batch.file_counts.completed == len(TEXTS)
    for question, name in [
        ("Where do these birds rest at night?", "swifts.md"),
        ("How old does a tree get?", "oaks.txt"),
        ("How do I make a loaf?", "bread.txt"),
    ]:
        page = client.vector_stores.search(store.id, query=question)
        assert page.data[0].filename == name, question
        assert page.data[0].content[0].text == TEXTS[name].strip()
        scores = [result.score for result in page]
        assert scores == sorted(scores, reverse=True) and 0 <= scores[-1] and scores[0] <= 1
        assert scores[0] > scores[1] + 0.1, question
    seen = client.vector_stores.retrieve(store.id)
    assert seen.status == "completed" and seen.file_counts.total == len(TEXTS) and seen.usage_bytes > 4 * 384


def test_a_long_file_is_split_into_passages_that_the_model_reads(client, store):
    # Far more than the 512 tokens of the model, and passages of 4096 tokens are asked for.
    lines = [f"Entry {number}: the quick brown fox number {number} jumps over the lazy dog." for number in range(600)]
    lines[417] = "Entry 417: the secret password of the lighthouse keeper is hidden under the blue anchor."
    file = client.vector_stores.files.upload_and_poll(
        vector_store_id=store.id, file=("long.txt", "\n".join(lines).encode()),
        chunking_strategy={"type": "static", "static": {"max_chunk_size_tokens": 4096, "chunk_overlap_tokens": 100}})
    assert file.status == "completed", file.last_error
    assert file.chunking_strategy.static.max_chunk_size_tokens == 4096
    page = client.vector_stores.search(store.id, query="Where is the lighthouse keeper's password?", max_num_results=3)
    assert "blue anchor" in page.data[0].content[0].text
    content = "".join(part.text for part in client.vector_stores.files.content(file.id, vector_store_id=store.id))
    assert content == "\n".join(lines)


def test_what_a_tokenizer_takes_apart_is_read_all_the_same(client, store):
    text = " ".join(f"{number:x}{number * 7919:x}" for number in range(100_000, 101_500))
    file = client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("hex.txt", text.encode()))
    assert file.status == "completed", file.last_error


# All calls


def test_vector_stores(client, files):
    store = client.vector_stores.create(
        name="One", file_ids=[files["oaks.txt"].id], metadata={"a": "b"},
        expires_after={"anchor": "last_active_at", "days": 3}, description="Trees")
    assert store.object == "vector_store" and store.metadata == {"a": "b"}
    assert store.expires_at == store.last_active_at + 3 * 86_400 and store.expires_after.days == 3
    assert store.status == "in_progress" and store.file_counts.in_progress == 1
    changed = client.vector_stores.update(store.id, name="Two", expires_after=None)
    assert changed.name == "Two" and changed.expires_at is None and changed.metadata == {"a": "b"}
    others = [client.vector_stores.create(name=f"s{number}") for number in range(3)]
    ids = [other.id for other in reversed(others)] + [store.id]
    assert [seen.id for seen in client.vector_stores.list(limit=2)][:4] == ids
    assert [seen.id for seen in client.vector_stores.list(order="asc", after=store.id)] == ids[-2::-1]
    for identifier in ids:
        deleted = client.vector_stores.delete(identifier)
        assert deleted.deleted and deleted.object == "vector_store.deleted"
        with pytest.raises(openai.NotFoundError):
            client.vector_stores.retrieve(identifier)
    with pytest.raises(openai.BadRequestError, match="color"):
        client.vector_stores.create(extra_body={"color": "red"})
    # The file itself is still there.
    assert client.files.retrieve(files["oaks.txt"].id).id == files["oaks.txt"].id


def test_files_of_a_vector_store(client, files, store):
    swifts, oaks = files["swifts.md"].id, files["oaks.txt"].id
    attached = client.vector_stores.files.create_and_poll(
        swifts, vector_store_id=store.id, attributes={"kind": "animal", "legs": 2, "rare": False})
    assert attached.status == "completed" and attached.attributes == {"kind": "animal", "legs": 2, "rare": False}
    assert attached.chunking_strategy.static.max_chunk_size_tokens == 800
    client.vector_stores.files.create(store.id, file_id=oaks)
    assert client.vector_stores.files.poll(oaks, vector_store_id=store.id).status == "completed"
    listed = client.vector_stores.files.list(store.id)
    assert [file.id for file in listed] == [oaks, swifts]
    assert [file.id for file in client.vector_stores.files.list(store.id, filter="failed")] == []
    assert [file.id for file in client.vector_stores.files.list(store.id, limit=1)] == [oaks, swifts]
    client.vector_stores.files.update(oaks, vector_store_id=store.id, attributes={"kind": "plant"})
    for filters, found in [
        ({"type": "eq", "key": "kind", "value": "plant"}, {oaks}),
        ({"type": "ne", "key": "kind", "value": "plant"}, {swifts}),
        ({"type": "gte", "key": "legs", "value": 2}, {swifts}),
        ({"type": "in", "key": "kind", "value": ["plant", "animal"]}, {oaks, swifts}),
        ({"type": "nin", "key": "kind", "value": ["plant", "animal"]}, set()),
        ({"type": "and", "filters": [{"type": "eq", "key": "kind", "value": "animal"},
                                     {"type": "eq", "key": "rare", "value": False}]}, {swifts}),
        ({"type": "or", "filters": [{"type": "eq", "key": "kind", "value": "plant"},
                                    {"type": "lt", "key": "legs", "value": 3}]}, {oaks, swifts}),
    ]:
        page = client.vector_stores.search(store.id, query="life", filters=filters)
        assert {result.file_id for result in page} == found, filters
    first = client.vector_stores.search(
        store.id, query=["sleeping birds", "old trees"], max_num_results=1, rewrite_query=True,
        ranking_options={"ranker": "auto", "score_threshold": 0.1})
    assert len(first.data) == 1 and first.data[0].attributes is not None
    assert client.vector_stores.files.retrieve(oaks, vector_store_id=store.id).attributes == {"kind": "plant"}
    deleted = client.vector_stores.files.delete(oaks, vector_store_id=store.id)
    assert deleted.deleted and deleted.object == "vector_store.file.deleted"
    assert {result.file_id for result in client.vector_stores.search(store.id, query="trees")} == {swifts}
    with pytest.raises(openai.NotFoundError):
        client.vector_stores.files.retrieve(oaks, vector_store_id=store.id)


def test_batches(client, files, store):
    ids = [file.id for file in files.values()]
    batch = client.vector_stores.file_batches.create(
        store.id, files=[{"file_id": identifier, "attributes": {"n": n}} for n, identifier in enumerate(ids)])
    assert batch.object == "vector_store.files_batch" and batch.file_counts.total == 3
    ended = client.vector_stores.file_batches.poll(batch.id, vector_store_id=store.id)
    assert ended.status == "completed" and ended.file_counts.completed == 3
    listed = client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id, order="asc", limit=2)
    assert [(file.id, file.attributes["n"]) for file in listed] == [(identifier, n) for n, identifier in enumerate(ids)]
    uploaded = client.vector_stores.file_batches.upload_and_poll(
        store.id, files=[("a.txt", b"A first text."), ("b.txt", b"A second text.")], file_ids=ids[:1])
    assert uploaded.file_counts.completed == 3
    assert client.vector_stores.file_batches.cancel(batch.id, vector_store_id=store.id).status == "completed"
    with pytest.raises(openai.NotFoundError):
        client.vector_stores.file_batches.retrieve("vsfb_none", vector_store_id=store.id)


def test_what_has_no_text_has_failed(client, store):
    for name, content, code in [
        ("paper.pdf", b"%PDF-1.4 nothing", "unsupported_file"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0", "unsupported_file"),
        ("empty.txt", b" \n", "invalid_file"),
    ]:
        file = client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=(name, content))
        assert file.status == "failed" and file.last_error.code == code and file.last_error.message
    counts = client.vector_stores.retrieve(store.id).file_counts
    assert (counts.failed, counts.completed, counts.total) == (3, 0, 3)


def test_a_file_that_is_deleted_is_found_no_more(client, store):
    file = upload(client, "gone.txt", "The treasure lies on the island of Skomer.")
    attached = client.vector_stores.files.create_and_poll(file.id, vector_store_id=store.id)
    assert attached.status == "completed"
    assert client.vector_stores.search(store.id, query="treasure").data
    client.files.delete(file.id)
    assert client.vector_stores.search(store.id, query="treasure").data == []
    assert client.vector_stores.retrieve(store.id).file_counts.total == 0


@pytest.mark.parametrize("arguments", [
    {"query": "x", "max_num_results": 51}, {"query": ""}, {"query": []},
    {"query": "x", "filters": {"type": "like", "key": "a", "value": "b"}},
    {"query": "x", "ranking_options": {"score_threshold": 2}}, {"query": "x", "extra_body": {"top_k": 1}},
])
def test_searches_that_are_none_are_refused(client, store, arguments):
    with pytest.raises(openai.BadRequestError):
        client.vector_stores.search(store.id, **arguments)


def test_the_asynchronous_client(embedder):
    async def ask():
        async with openai.AsyncOpenAI(base_url=embedder.url, api_key="none", max_retries=0, timeout=180) as client:
            store = await client.vector_stores.create()
            files = [(f"{number}.txt", f"Text number {number}.".encode()) for number in range(8)]
            batch = await client.vector_stores.file_batches.upload_and_poll(store.id, files=files)
            assert batch.file_counts.completed == 8
            found = [result async for result in client.vector_stores.search(store.id, query="text", max_num_results=50)]
            assert len(found) == 8
            listed = [file.id async for file in client.vector_stores.files.list(store.id, limit=3)]
            assert len(set(listed)) == 8
            await client.vector_stores.delete(store.id)

    asyncio.run(ask())


# Runs


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
def scripted(front):
    with openai.OpenAI(base_url=front.url, api_key="none", max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def library(scripted):
    """A vector store with all texts."""
    store = scripted.vector_stores.create(name="Library")
    batch = scripted.vector_stores.file_batches.upload_and_poll(
        store.id, files=[(name, text.encode()) for name, text in TEXTS.items()])
    assert batch.status == "completed", batch
    return store


def answer_of(client, thread):
    return client.beta.threads.messages.list(thread.id, limit=1).data[0]


def test_a_run_reads_the_passages_before_it_answers(scripted, front, upstream, library):
    assistant = scripted.beta.assistants.create(
        model="scripted", instructions="Be brief.", tools=[{"type": "file_search", "file_search": {"max_num_results": 2}}],
        tool_resources={"file_search": {"vector_store_ids": [library.id]}})
    assert assistant.tool_resources.file_search.vector_store_ids == [library.id]
    assert assistant.tools[0].file_search.max_num_results == 2
    thread = scripted.beta.threads.create(
        messages=[{"role": "user", "content": "Where does the common swift sleep?"}])
    run = scripted.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    assert run.status == "completed", run.last_error
    request = upstream.requests[-1]
    assert "[1] swifts.md" in request["messages"][0]["content"]
    assert "sleeps on the wing" in request["messages"][0]["content"]
    assert [tool["function"]["name"] for tool in request["tools"]] == ["file_search"]
    steps = list(scripted.beta.threads.runs.steps.list(run.id, thread_id=thread.id, order="asc"))
    assert [step.type for step in steps] == ["tool_calls", "message_creation"]
    call = steps[0].step_details.tool_calls[0]
    assert call.type == "file_search" and call.file_search.results[0].file_name == "swifts.md"
    assert call.file_search.results[0].content is None
    whole = scripted.beta.threads.runs.steps.retrieve(
        steps[0].id, thread_id=thread.id, run_id=run.id, include=INCLUDE)
    assert "on the wing" in whole.step_details.tool_calls[0].file_search.results[0].content[0].text
    # The same answer in PixiGPT's form has its sources.
    message = front.request("GET", f"/v1/threads/{thread.id}/messages?limit=1").json()["data"][0]
    assert message["sources"][0]["tool_name"] == "FileSearch"
    assert message["sources"][0]["title"] == "swifts.md" and "on the wing" in message["sources"][0]["snippet"]


def test_a_model_that_searches_by_itself_streamed(scripted, library):
    class Recorder(openai.AssistantEventHandler):
        def __init__(self):
            super().__init__()
            self.calls, self.text = [], ""

        def on_tool_call_done(self, call):
            self.calls.append(call)

        def on_text_delta(self, delta, snapshot):
            self.text += delta.value

    assistant = scripted.beta.assistants.create(model="scripted", tools=[{"type": "file_search"}])
    thread = scripted.beta.threads.create(
        messages=[{"role": "user", "content": "look up knead the dough"}],
        tool_resources={"file_search": {"vector_store_ids": [library.id]}})
    recorder = Recorder()
    with scripted.beta.threads.runs.stream(
            thread_id=thread.id, assistant_id=assistant.id, event_handler=recorder) as stream:
        stream.until_done()
    # The package's helper says that a call is done at the end of each step that follows, too.
    assert {call.type for call in recorder.calls} == {"file_search"}
    assert "[1] bread.txt" in recorder.text and "ten minutes" in recorder.text
    run = scripted.beta.threads.runs.list(thread.id).data[0]
    assert run.status == "completed"
    steps = list(scripted.beta.threads.runs.steps.list(run.id, thread_id=thread.id, order="asc"))
    assert [step.type for step in steps] == ["tool_calls", "tool_calls", "message_creation"]
    for step in steps[:2]:
        assert step.step_details.tool_calls[0].file_search.results[0].file_name == "bread.txt"


def test_the_file_of_a_message(scripted, upstream):
    file = upload(scripted, "note.txt", "The meeting about the harbour is on Thursday at nine.")
    assistant = scripted.beta.assistants.create(model="scripted", tools=[{"type": "file_search"}])
    attachments = [{"file_id": file.id, "tools": [{"type": "file_search"}]}]
    thread = scripted.beta.threads.create(
        messages=[{"role": "user", "content": "When is the harbour meeting?", "attachments": attachments}])
    store = thread.tool_resources.file_search.vector_store_ids[0]
    assert scripted.vector_stores.retrieve(store).expires_after.days == 7
    run = scripted.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    assert run.status == "completed", run.last_error
    assert "Thursday at nine" in upstream.requests[-1]["messages"][0]["content"]
    question = scripted.beta.threads.messages.list(thread.id, order="asc").data[0]
    assert question.attachments[0].file_id == file.id and question.attachments[0].tools[0].type == "file_search"


def test_vector_stores_that_are_made_with_an_assistant(scripted):
    file = upload(scripted, "oaks.txt")
    assistant = scripted.beta.assistants.create(
        model="scripted", tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_stores": [{"file_ids": [file.id], "metadata": {"a": "b"}}]}})
    store = scripted.vector_stores.retrieve(assistant.tool_resources.file_search.vector_store_ids[0])
    assert store.metadata == {"a": "b"} and store.file_counts.total == 1
    with pytest.raises(openai.NotFoundError):
        scripted.beta.assistants.update(
            assistant.id, tool_resources={"file_search": {"vector_store_ids": ["vs_none"]}})
    with pytest.raises(openai.BadRequestError):
        scripted.beta.assistants.create(model="scripted", tools=[{"type": "code_interpreter"}])


def test_a_kill_loses_and_doubles_nothing(upstream, make_home, directory, start_platform):
    """Files are attached, the platform is killed at once, and the next one reads them: each passage once."""
    home = make_home()
    platform = start_platform("--upstream", upstream.url, home=home)
    texts = {f"{number}.txt": "\n\n".join(
        f"File {number}, paragraph {paragraph}: {'word ' * 60}" for paragraph in range(20)) for number in range(6)}
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=60) as client:
        ids = [upload(client, name, text).id for name, text in texts.items()]
        store = client.vector_stores.create().id
        batch = client.vector_stores.file_batches.create(store, file_ids=ids)
    platform.process.send_signal(signal.SIGKILL)
    platform.process.wait()
    platform = start_platform("--upstream", upstream.url, home=home)
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=60) as client:
        ended = client.vector_stores.file_batches.poll(batch.id, vector_store_id=store)
        assert ended.status == "completed" and ended.file_counts.completed == 6
        usage = {file.id: file.usage_bytes for file in client.vector_stores.files.list(store)}
        results = client.vector_stores.search(store, query="word paragraph", max_num_results=50)
        passages = [(result.file_id, result.content[0].text) for result in results]
        assert passages and len(passages) == len(set(passages))
        # The same files in a new vector store take the same room.
        again = client.vector_stores.create(file_ids=ids).id
        assert wait_until(lambda: client.vector_stores.retrieve(again).status == "completed", 30)
        assert {file.id: file.usage_bytes for file in client.vector_stores.files.list(again)} == usage
