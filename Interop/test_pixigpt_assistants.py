"""Assistants, threads, messages and runs through PixiGPT's own package, as it comes from PyPI."""

import ast
import json
import pathlib
import time

import pytest

from processes import Platform, wait_until
from upstream import Answer, Upstream, repeat

pixigpt = pytest.importorskip("pixigpt", reason="pixigpt is not installed")

METHODS = {name for name, value in vars(pixigpt.Client).items() if callable(value) and not name.startswith("_")}
MESSAGE = {"id", "object", "created_at", "thread_id", "role", "content"}
ATTACHMENTS = {"reasoning_content", "sources", "media", "code"}


@pytest.fixture(scope="module")
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture(scope="module")
def front(make_home, directory, upstream):
    """A platform in front of a server that notes what it is asked."""
    front = Platform(make_home(), directory, "--upstream", upstream.url)
    yield front
    front.stop()


@pytest.fixture(autouse=True)
def afresh(upstream):
    upstream.reset()


@pytest.fixture(scope="module")
def client(front):
    with pixigpt.Client("none", front.url, timeout=60, max_retries=0) as client:
        yield client


@pytest.fixture
def assistant(client):
    assistant = client.create_assistant("Poet", "Answer in verse.")
    yield assistant
    client.delete_assistant(assistant.id)


@pytest.fixture
def thread(client):
    thread = client.create_thread()
    yield thread
    client.delete_thread(thread.id)


def text_of(message):
    block, = message.content
    assert block.type == "text" and block.text["annotations"] == []
    return block.text["value"]


def check_unknown(call, *arguments):
    """That a call is refused as one about something that there is not."""
    with pytest.raises(pixigpt.APIError) as caught:
        call(*arguments)
    assert caught.value.status_code == 404, caught.value
    assert caught.value.type == "invalid_request_error", caught.value
    assert not pixigpt.is_auth_error(caught.value) and not pixigpt.is_rate_limit_error(caught.value)
    return caught.value


def check_refused(call, *arguments):
    with pytest.raises(pixigpt.APIError) as caught:
        call(*arguments)
    assert (caught.value.status_code, caught.value.type) == (400, "invalid_request_error"), caught.value
    return caught.value


def run_of(client, thread, assistant, text="What is the sky?", **parameters):
    """A run that is waited for."""
    client.create_message(thread.id, "user", text)
    run = client.create_run(thread.id, assistant.id, **parameters)
    return client.wait_for_run(thread.id, run.id, poll_interval=0.05)


def raw_run(front, run, **headers):
    reply = front.request("GET", f"/v1/threads/{run.thread_id}/runs/{run.id}", headers=headers)
    assert reply.status == 200, reply
    return reply.json()


def cancel(front, run):
    return front.request("POST", f"/v1/threads/{run.thread_id}/runs/{run.id}/cancel")


def test_every_method_of_the_package_is_called_here():
    calls = {
        node.attr for node in ast.walk(ast.parse(pathlib.Path(__file__).read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "client"}
    assert len(METHODS) >= 22
    assert METHODS <= calls, f"not called: {sorted(METHODS - calls)}"


# --- Chats -----------------------------------------------------------------------------------------------------------


def chat(*messages, **parameters):
    return pixigpt.ChatCompletionRequest(
        messages=[pixigpt.Message(role=role, content=content) for role, content in messages], **parameters)


def test_a_chat_without_an_assistant_is_asked_as_it_is(client, upstream):
    messages = [("system", "Be brief."), ("user", "What is the sky?")]
    response = client.create_chat_completion(chat(*messages))
    assert response.choices[0].message.content == "the answer to What is the sky?"
    asked, = upstream.asked
    # "PixiGPT's rule is left to the upstream": it may be PixiGPT.
    assert asked.messages == messages and set(asked.body) == {"messages"}


def test_a_chat_with_an_assistant_follows_its_instructions(client, upstream, assistant):
    response = client.create_chat_completion(chat(("user", "What is the sky?"), assistant_id=assistant.id))
    assert response.choices[0].message.content == "the answer to What is the sky?"
    assert response.usage.total_tokens == 12
    asked, = upstream.asked
    assert asked.messages == [("system", "Answer in verse."), ("user", "What is the sky?")]
    assert asked.body["temperature"] == 0.6 and asked.body["enable_thinking"] is True
    assert "assistant_id" not in asked.body and "max_tokens" not in asked.body


def test_a_chat_may_use_the_assistants_tools(client, upstream, assistant):
    def answer(asked):
        return repeat(asked) if asked.body["messages"][-1]["role"] == "tool" else Answer(
            calls=[("calculator", {"expression": "6*7"})])

    upstream.reset(answer)
    response = client.create_chat_completion(chat(("user", "What is 6*7?"), assistant_id=assistant.id))
    assert response.choices[0].message.content == "the answer to 42"
    assert response.usage.total_tokens == 24, "the usage is that of both rounds"


def test_a_chats_own_tools_go_before_the_assistants(client, upstream, assistant):
    tool = {"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}
    upstream.reset(lambda asked: Answer(calls=[("look", {})]))
    response = client.create_chat_completion(chat(("user", "Look."), assistant_id=assistant.id, tools=[tool]))
    call, = response.choices[0].message.tool_calls
    assert call.function.name == "look" and response.choices[0].finish_reason == "tool_calls"
    assert [tool["function"]["name"] for tool in upstream.asked[0].body["tools"]] == ["look"]


def test_a_chat_with_an_assistant_that_only_the_upstream_may_know(client, upstream):
    upstream.reset(lambda asked: Answer(status=404, error={
        "message": f"There is no {asked.body['assistant_id']}.", "type": "invalid_request_error"}))
    error = check_unknown(client.create_chat_completion, chat(("user", "Hi"), assistant_id="asst_nobody"))
    assert "asst_nobody" in error.message


@pytest.mark.parametrize("reasoning", [None, "because"], ids=["between tags", "apart"])
@pytest.mark.parametrize("tools_config", ["[]", None], ids=["without tools", "with tools"])
def test_the_reasoning_of_a_chat_is_apart(client, upstream, reasoning, tools_config):
    text = " It is so.\n" if reasoning else "<think>\nbecause\n</think>\n\nIt is so.\n"
    upstream.reset(lambda _: Answer(text, reasoning))
    assistant = client.create_assistant("Thinker", "Think.", tools_config)
    choice = client.create_chat_completion(chat(("user", "Why?"), assistant_id=assistant.id)).choices[0]
    assert (choice.message.content, choice.reasoning_content) == ("It is so.", "because")
    client.delete_assistant(assistant.id)


# --- Threads and messages --------------------------------------------------------------------------------------------


def test_a_thread_is_made_listed_and_deleted(client):
    before = [thread.id for thread in client.list_threads()]
    thread = client.create_thread()
    assert thread.id and thread.object == "thread" and thread.metadata == {}
    assert abs(thread.created_at - time.time()) < 60
    assert client.get_thread(thread.id) == thread
    assert thread in client.list_threads() and thread.id not in before
    client.create_message(thread.id, "user", "Hello")
    client.delete_thread(thread.id)
    assert [thread.id for thread in client.list_threads()] == before
    for call in (client.get_thread, client.delete_thread, client.list_messages):
        check_unknown(call, thread.id)
    check_unknown(client.create_message, thread.id, "user", "Hello")


def test_a_message_is_added(client, thread):
    for role in ("user", "assistant", "system"):
        message = client.create_message(thread.id, role, f"I am the {role} – 日本\n")
        assert message.id and message.object == "thread.message"
        assert (message.thread_id, message.role) == (thread.id, role)
        assert text_of(message) == f"I am the {role} – 日本\n", "a text is kept as it is"
        assert abs(message.created_at - time.time()) < 60


def test_a_message_at_fault_is_refused(client, thread):
    assert "role" in check_refused(client.create_message, thread.id, "king", "Hello").message
    assert "content" in check_refused(client.create_message, thread.id, "user", "").message
    assert client.list_messages(thread.id) == []


def test_a_history_is_added_whole_or_not_at_all(client, thread):
    history = [{"role": ("user", "assistant")[number % 2], "content": f"message {number}"} for number in range(50)]
    added = client.create_messages_bulk(thread.id, history)
    assert [(message.role, text_of(message)) for message in added] == [
        (message["role"], message["content"]) for message in history]
    assert len({message.id for message in added}) == 50
    check_refused(client.create_messages_bulk, thread.id, [*history, {"role": "king", "content": "no"}])
    check_refused(client.create_messages_bulk, thread.id, [])
    assert [message.id for message in client.list_messages(thread.id, limit=100)] == [
        message.id for message in reversed(added)]


def test_messages_are_listed_newest_first(client, thread, front):
    ids = [client.create_message(thread.id, "user", f"message {number}").id for number in range(25)]
    assert [message.id for message in client.list_messages(thread.id)] == ids[:4:-1], "20 without a limit"
    assert [message.id for message in client.list_messages(thread.id, limit=3)] == ids[:-4:-1]
    page = front.request("GET", f"/v1/threads/{thread.id}/messages?limit=3").json()
    assert (page["first_id"], page["last_id"], page["has_more"]) == (ids[-1], ids[-3], True)
    page = front.request("GET", f"/v1/threads/{thread.id}/messages?limit=25").json()
    assert page["has_more"] is False and page["object"] == "list"
    for limit in (-1, 100_000):
        assert "limit" in check_refused(client.list_messages, thread.id, limit).message


# --- Runs ------------------------------------------------------------------------------------------------------------


def test_a_run_answers_its_thread(client, front, upstream, assistant, thread):
    upstream.hold()
    client.create_message(thread.id, "user", "What is the sky?")
    run = client.create_run(thread.id, assistant.id)
    assert run.id and run.object == "thread.run" and run.status in ("queued", "in_progress")
    assert (run.thread_id, run.assistant_id, run.message) == (thread.id, assistant.id, None)
    assert wait_until(lambda: upstream.live, 10)
    assert client.get_run(thread.id, run.id).status == "in_progress"
    upstream.release()
    done = client.wait_for_run(thread.id, run.id, poll_interval=0.05)
    assert done.status == "completed" and done.id == run.id and done.created_at == run.created_at
    assert done.message.role == "assistant" and done.message.thread_id == thread.id
    assert text_of(done.message) == "the answer to What is the sky?"
    assert done.message.sources is None and done.message.media is None and done.message.code is None
    assert upstream.asked[0].messages == [("system", "Answer in verse."), ("user", "What is the sky?")]
    # "`message` holds the assistant reply, no list call needed", and the list has it too.
    assert [(message.id, text_of(message)) for message in client.list_messages(thread.id, limit=1)] == [
        (done.message.id, text_of(done.message))]
    assert client.list_assistant_threads(assistant.id) == [client.get_thread(thread.id)]


def test_a_run_that_there_is_not(client, assistant, thread):
    check_unknown(client.get_run, thread.id, "run_nobody")
    check_unknown(client.wait_for_run, thread.id, "run_nobody")
    check_unknown(client.create_run, thread.id, "asst_nobody")
    check_unknown(client.create_run, "thread_nobody", assistant.id)


def test_a_run_that_fails(client, front, upstream, assistant, thread):
    upstream.reset(lambda _: Answer(status=400, error={
        "message": "The prompt is too long.", "type": "invalid_request_error", "code": "context_length_exceeded"}))
    client.create_message(thread.id, "user", "Fail!")
    run = client.create_run(thread.id, assistant.id)
    with pytest.raises(RuntimeError, match="failed"):
        client.wait_for_run(thread.id, run.id, poll_interval=0.05)
    assert raw_run(front, run, Prefer="last-error")["last_error"]["code"] == "context_length_exceeded"
    assert [text_of(message) for message in client.list_messages(thread.id)] == ["Fail!"]
    # The thread goes on.
    upstream.reset()
    assert text_of(run_of(client, thread, assistant, "Again!").message) == "the answer to Again!"


def test_a_run_that_is_cancelled(client, front, upstream, assistant, thread):
    upstream.hold()
    client.create_message(thread.id, "user", "Wait!")
    run = client.create_run(thread.id, assistant.id)
    waiting = client.create_run(thread.id, assistant.id)
    assert wait_until(lambda: upstream.live, 10)
    assert client.get_run(thread.id, waiting.id).status == "queued", "a thread has one run at a time"
    assert cancel(front, run).json()["status"] == "cancelled"
    with pytest.raises(RuntimeError, match="cancelled"):
        client.wait_for_run(thread.id, run.id, poll_interval=0.05)
    assert wait_until(lambda: upstream.asked[0].ended, 5), "nobody waits for the answer any more"
    assert cancel(front, run).status == 400
    upstream.release()
    done = client.wait_for_run(thread.id, waiting.id, poll_interval=0.05)
    assert [message.id for message in client.list_messages(thread.id)][0] == done.message.id
    assert len(client.list_messages(thread.id)) == 2


def test_pixigpts_defaults_hold_for_runs(client, upstream, assistant, thread):
    def parameters(**given):
        upstream.reset()
        run_of(client, thread, assistant, **given)
        asked, = upstream.asked
        return tuple(asked.body.get(name) for name in ("temperature", "max_tokens", "enable_thinking"))

    # "`temperature` 0/absent ⇒ 0.6", "`max_tokens` 0/absent ⇒ not forwarded"
    assert parameters() == (0.6, None, True)
    assert parameters(temperature=1.2) == (1.2, None, True)
    # "Thinking on and `max_tokens` < 3000 ⇒ raised to 3000"; above, or without thinking, it is "honoured as is".
    assert parameters(max_tokens=10) == (0.6, 3000, True)
    assert parameters(max_tokens=4000) == (0.6, 4000, True)
    assert parameters(max_tokens=10, enable_thinking=False) == (0.6, 10, False)


def test_a_temperature_of_0_is_the_default_on_the_wire_too(client, front, upstream, assistant, thread):
    """The package leaves a 0 out; Go's and others may not."""
    client.create_message(thread.id, "user", "Hello")
    reply = front.request("POST", f"/v1/threads/{thread.id}/runs", json.dumps(
        {"assistant_id": assistant.id, "enable_thinking": True, "temperature": 0, "max_tokens": 0}))
    client.wait_for_run(thread.id, reply.json()["id"], poll_interval=0.05)
    assert upstream.asked[0].body["temperature"] == 0.6 and "max_tokens" not in upstream.asked[0].body


@pytest.mark.parametrize("tags", [("<think>", "</think>"), ("<thinking>", "</thinking>")], ids=lambda tags: tags[0])
def test_reasoning_between_tags_is_apart(client, front, upstream, assistant, thread, tags):
    upstream.reset(lambda _: Answer(f"{tags[0]}\nFirst this,\nthen that.\n{tags[1]}\n\nSo it is.\n"))
    done = run_of(client, thread, assistant)
    assert text_of(done.message) == "So it is."
    assert done.message.reasoning_content == "First this,\nthen that."
    listed = front.request("GET", f"/v1/threads/{thread.id}/messages?limit=1").json()["data"][0]
    assert listed["reasoning_content"] == "First this,\nthen that."
    # What was thought is not said again to the model.
    upstream.reset()
    run_of(client, thread, assistant, "And now?")
    assert ("assistant", "So it is.") in upstream.asked[0].messages
    assert "First this" not in json.dumps(upstream.asked[0].body)


def test_reasoning_that_the_upstream_set_apart_stays_so(client, upstream, assistant, thread):
    upstream.reset(lambda _: Answer(" So it is. ", reasoning=" First this. "))
    message = run_of(client, thread, assistant).message
    assert (text_of(message), message.reasoning_content) == ("So it is.", "First this.")


def test_the_calculator_leaves_its_code(client, upstream, assistant, thread):
    def answer(asked):
        if asked.body["messages"][-1]["role"] == "tool":
            return Answer(f"It is {asked.last}.")
        return Answer("Let me see.", calls=[("calculator", {"expression": "(17 + 4) * 2"})])

    upstream.reset(answer)
    message = run_of(client, thread, assistant, "What is twice 17 and 4?").message
    assert text_of(message) == "Let me see.\n\nIt is 42."
    code, = message.code
    assert code.id and code.language and code.code == "(17 + 4) * 2"
    assert code.stdout == "42" and code.stderr is None and code.execution_time_ms >= 0
    first, second = upstream.asked
    assert "calculator" in [tool["function"]["name"] for tool in first.body["tools"]]
    called, result = second.body["messages"][-2:]
    assert called["tool_calls"][0]["function"]["name"] == "calculator"
    assert (result["role"], result["tool_call_id"], result["content"]) == ("tool", "call_0", "42")


def test_an_expression_at_fault_is_told_to_the_model(client, upstream, assistant, thread):
    upstream.reset(lambda asked: repeat(asked) if asked.body["messages"][-1]["role"] == "tool" else Answer(
        calls=[("calculator", {"expression": "2 +"})]))
    message = run_of(client, thread, assistant).message
    assert message.code is None and len(text_of(message)) > len("the answer to ")


def test_an_assistant_without_tools_asks_for_none(client, upstream, thread):
    assistant = client.create_assistant("Plain", "Just talk.", tools_config="[]")
    run_of(client, thread, assistant)
    assert "tools" not in upstream.asked[0].body and "tool_choice" not in upstream.asked[0].body
    client.delete_assistant(assistant.id)


def test_a_model_that_never_stops_calling_fails(client, front, upstream, assistant, thread):
    upstream.reset(lambda _: Answer(calls=[("calculator", {"expression": "1+1"})]))
    client.create_message(thread.id, "user", "Go on and on.")
    run = client.create_run(thread.id, assistant.id)
    with pytest.raises(RuntimeError, match="failed"):
        client.wait_for_run(thread.id, run.id, poll_interval=0.05)
    assert raw_run(front, run, Prefer="last-error")["last_error"]["code"] == "too_many_tool_rounds"


def test_a_long_history_is_in_the_prompt_whole(client, upstream, assistant, thread):
    history = [
        {"role": ("user", "assistant")[number % 2], "content": f"message {number}: " + "word " * 40}
        for number in range(1_000)]
    client.create_messages_bulk(thread.id, history)
    done = run_of(client, thread, assistant, "And now?")
    assert text_of(done.message) == "the answer to And now?"
    assert upstream.asked[0].messages == [
        ("system", "Answer in verse."), *((message["role"], message["content"]) for message in history),
        ("user", "And now?")]


# --- Assistants ------------------------------------------------------------------------------------------------------


def test_an_assistant_is_made_changed_and_deleted(client, upstream, thread):
    assistant = client.create_assistant("Poet", "Answer in verse.")
    assert assistant.id and assistant.object == "assistant" and assistant.tools_config is None
    assert (assistant.name, assistant.instructions) == ("Poet", "Answer in verse.")
    assert client.get_assistant(assistant.id) == assistant
    assert assistant in client.list_assistants()
    changed = client.update_assistant(assistant.id, "Clerk", "Answer in prose.")
    assert (changed.id, changed.created_at) == (assistant.id, assistant.created_at)
    assert (changed.name, changed.instructions) == ("Clerk", "Answer in prose.")
    assert client.get_assistant(assistant.id) == changed
    run_of(client, thread, assistant)
    assert upstream.asked[0].messages[0] == ("system", "Answer in prose.")
    client.delete_assistant(assistant.id)
    assert changed not in client.list_assistants()
    for call in (client.get_assistant, client.delete_assistant, client.list_assistant_threads):
        check_unknown(call, assistant.id)
    check_unknown(client.update_assistant, assistant.id, "Clerk", "Answer in prose.")
    check_unknown(client.create_run, thread.id, assistant.id)
    # "Their threads stay."
    assert client.get_thread(thread.id) == thread and len(client.list_messages(thread.id)) == 2


def test_tools_config_stays_is_set_and_is_cleared(client, front, assistant):
    """"server PUT: key absent = keep, null = clear"; the package cannot send the null."""
    def put(**members):
        reply = front.request("PUT", f"/v1/assistants/{assistant.id}", json.dumps(
            {"name": "Poet", "instructions": "Answer in verse.", **members}))
        assert reply.status == 200, reply
        return reply.json()["tools_config"]

    assert client.update_assistant(assistant.id, "Poet", "Verse.", '["calculator"]').tools_config == '["calculator"]'
    assert client.update_assistant(assistant.id, "Poet", "Verse.").tools_config == '["calculator"]'
    assert put(tools_config="") == ""
    assert put() == ""
    assert put(tools_config=None) is None
    assert client.get_assistant(assistant.id).tools_config is None
    other = client.create_assistant("Other", "Talk.", "[]")
    assert other.tools_config == "[]" and client.get_assistant(other.id).tools_config == "[]"
    client.delete_assistant(other.id)


def test_an_assistant_at_fault_is_refused(client):
    assert "name" in check_refused(client.create_assistant, "", "Talk.").message


def test_the_threads_of_an_assistant(client, assistant):
    threads = [client.create_thread() for _ in range(4)]
    for thread in threads[:3]:
        run_of(client, thread, assistant)
        run_of(client, thread, assistant)
    listed = client.list_assistant_threads(assistant.id)
    assert sorted(thread.id for thread in listed) == sorted(thread.id for thread in threads[:3])
    assert len(client.list_assistant_threads(assistant.id, limit=2)) == 2
    for thread in threads:
        client.delete_thread(thread.id)
    assert client.list_assistant_threads(assistant.id) == []


# --- Images, videos, moderation --------------------------------------------------------------------------------------


def test_images_without_a_model_for_them_are_answered_or_refused_clearly(client):
    """The tests of vision have a model; here is none, and an address that the platform must not ask."""
    from pixigpt import types

    url = "http://127.0.0.1:9/image.png"
    for call in (
        lambda: client.analyze_image(types.VisionAnalyzeRequest(image_url=url, user_prompt="What is it?")),
        lambda: client.analyze_image_for_tags(types.VisionTagsRequest(image_url=url)),
        lambda: client.extract_text(types.VisionOCRRequest(image_url=url)),
        lambda: client.analyze_video(types.VisionVideoRequest(video_url=url)),
        lambda: client.moderate_media(types.ModerationMediaRequest(media_url=url, is_video=False)),
    ):
        with pytest.raises(pixigpt.APIError) as caught:
            call()
        assert caught.value.type in ("invalid_request_error", "server_error", "request_error"), caught.value
        assert len(caught.value.message) > 10


def test_a_text_is_moderated(client, front):
    from pixigpt import types

    if front.request("POST", "/v1/moderations", b'{"prompt":"A walk by the sea."}').status == 404:
        pytest.skip("this platform has no moderation")
    moderation = client.moderate_text(types.ModerationTextRequest(prompt="A walk by the sea on a sunny day."))
    assert moderation.category == "SAFE" and 0 < moderation.score <= 1
    assert moderation.usage.total_tokens == moderation.usage.prompt_tokens + moderation.usage.completion_tokens


# --- Shapes ----------------------------------------------------------------------------------------------------------


def test_the_documented_keys_and_no_others(client, front, upstream, assistant, thread):
    """"It builds dataclasses from raw JSON, so unknown keys raise TypeError": of these the package takes no others."""
    def get(path):
        return front.request("GET", path).json()

    thread_keys = {"id", "object", "created_at", "metadata"}
    assert set(get(f"/v1/threads/{thread.id}")) == thread_keys
    assert {key for listed in get("/v1/threads")["data"] for key in listed} == thread_keys
    assistant_keys = {"id", "object", "created_at", "name", "instructions", "tools_config"}
    assert set(get(f"/v1/assistants/{assistant.id}")) == assistant_keys
    assert {key for listed in get("/v1/assistants")["data"] for key in listed} == assistant_keys

    def answer(asked):
        return Answer("<think>so</think>Yes.") if asked.body["messages"][-1]["role"] == "tool" else Answer(
            calls=[("calculator", {"expression": "1+1"})])

    upstream.reset(answer)
    upstream.hold()
    run_keys = {"id", "object", "created_at", "thread_id", "assistant_id", "status", "model"}
    client.create_message(thread.id, "user", "Hello")
    run = client.create_run(thread.id, assistant.id)
    assert set(raw_run(front, run)) - {"message"} == run_keys
    upstream.release()
    client.wait_for_run(thread.id, run.id, poll_interval=0.05)
    done = raw_run(front, run)
    assert set(done) == run_keys | {"message"}
    assert MESSAGE | {"reasoning_content", "code"} <= set(done["message"]) <= MESSAGE | ATTACHMENTS
    assert set(done["message"]["code"][0]) <= {"id", "language", "code", "stdout", "stderr", "execution_time_ms"}
    block, = done["message"]["content"]
    assert set(block) == {"type", "text"} and set(block["text"]) == {"value", "annotations"}

    upstream.reset(lambda _: Answer(status=400, error={"message": "No, never.", "type": "invalid_request_error"}))
    failed = client.create_run(thread.id, assistant.id)
    with pytest.raises(RuntimeError):
        client.wait_for_run(thread.id, failed.id, poll_interval=0.05)
    assert set(raw_run(front, failed)) - {"message"} == run_keys
    preferred = raw_run(front, failed, Prefer="last-error")
    assert set(preferred) - {"message"} == run_keys | {"last_error"} and preferred["last_error"]["message"]


def test_what_is_deleted_says_so(client, front):
    for path, kind in (("/v1/threads", "thread"), ("/v1/assistants", "assistant")):
        made = front.request("POST", path, b'{"name":"A","instructions":"B"}' if kind == "assistant" else b"{}").json()
        reply = front.request("DELETE", f"{path}/{made['id']}")
        assert reply.json() == {"id": made["id"], "object": f"{kind}.deleted", "deleted": True}, reply


# --- With the real model ---------------------------------------------------------------------------------------------


def test_a_chat_with_an_assistant_that_there_is_not(real):
    error = check_unknown(real.create_chat_completion, chat(("user", "Hi"), assistant_id="asst_nobody"))
    assert "asst_nobody" in error.message


@pytest.fixture(scope="module")
def real(platform):
    with pixigpt.Client("none", platform.url, timeout=120, max_retries=0) as real:
        yield real


def test_the_real_model_answers_a_thread(real):
    assistant = real.create_assistant("Helper", "You are helpful.", "[]")
    thread = real.create_thread()
    real.create_messages_bulk(thread.id, [
        {"role": "user", "content": "My name is Ada."}, {"role": "assistant", "content": "Hello Ada!"},
        {"role": "user", "content": "Say hello in one short sentence."}])
    run = real.create_run(thread.id, assistant.id, max_tokens=24, enable_thinking=False)
    done = real.wait_for_run(thread.id, run.id, poll_interval=0.1)
    assert text_of(done.message).strip() and done.model == "smollm2"
    assert text_of(real.list_messages(thread.id, limit=1)[0]) == text_of(done.message)


def test_a_thread_that_is_too_long_for_the_real_model(real, platform):
    assistant = real.create_assistant("Helper", "You are helpful.", "[]")
    thread = real.create_thread()
    real.create_message(thread.id, "user", "blue sky " * 4_500)
    run = real.create_run(thread.id, assistant.id)
    with pytest.raises(RuntimeError, match="failed"):
        real.wait_for_run(thread.id, run.id, poll_interval=0.1)
    assert "last_error" not in raw_run(platform, run)
    error = raw_run(platform, run, Prefer="last-error")["last_error"]
    assert error["code"] == "context_length_exceeded" and error["message"]
