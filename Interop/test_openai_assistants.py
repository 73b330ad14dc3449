"""The Assistants API of the official OpenAI package, as it comes from PyPI."""

import asyncio
import json
import signal

import openai
import pytest

from processes import Platform, wait_until
from scripted import ScriptedUpstream

# The package calls its Assistants API deprecated, in every test.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

WEATHER = {"type": "function", "function": {
    "name": "get_weather", "description": "The weather of a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
FORMS = {"call_Rome": "sunny in Rome", "call_Oslo": "cold in Oslo"}


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
    with openai.OpenAI(base_url=front.url, api_key="none", max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture
def assistant(client):
    assistant = client.beta.assistants.create(model="scripted", name="Ann", instructions="Be brief.")
    yield assistant
    client.beta.assistants.delete(assistant.id)


def thread_of(client, text="Hello."):
    return client.beta.threads.create(messages=[{"role": "user", "content": text}])


def texts_of(client, thread, **parameters):
    return [message.content[0].text.value
            for message in client.beta.threads.messages.list(thread.id, **parameters)]


class Recorder(openai.AssistantEventHandler):
    """Notes which of its methods are called, and with what."""

    def __init__(self):
        super().__init__()
        self.events, self.calls, self.texts, self.arguments, self.ended = [], [], [], [], []

    def on_event(self, event):
        self.events.append(event.event)

    def on_message_created(self, message):
        self.calls.append("message created")

    def on_text_created(self, text):
        self.calls.append("text created")

    def on_text_delta(self, delta, snapshot):
        self.texts.append(delta.value)
        assert snapshot.value == "".join(self.texts)

    def on_text_done(self, text):
        self.calls.append("text done")
        assert text.value == "".join(self.texts)

    def on_message_done(self, message):
        self.calls.append("message done")

    def on_run_step_created(self, run_step):
        self.calls.append(f"step created: {run_step.type}")

    def on_run_step_done(self, run_step):
        self.calls.append(f"step done: {run_step.type}")

    def on_tool_call_created(self, tool_call):
        self.calls.append(f"call created: {tool_call.function.name}")

    def on_tool_call_delta(self, delta, snapshot):
        self.arguments.append(snapshot.function.arguments)

    def on_tool_call_done(self, tool_call):
        self.calls.append(f"call done: {tool_call.id}")

    def on_exception(self, exception):
        self.ended.append(exception)

    def on_end(self):
        self.ended.append("end")


def test_assistants(client):
    assistants = client.beta.assistants
    made = assistants.create(
        model="scripted", name="Bob", description="Counts", instructions="Count.", tools=[WEATHER],
        metadata={"a": "b"}, temperature=0.5, top_p=0.9, response_format={"type": "json_object"})
    assert made.object == "assistant" and made.model == "scripted" and made.tools[0].function.name == "get_weather"
    assert (made.name, made.description, made.metadata, made.temperature) == ("Bob", "Counts", {"a": "b"}, 0.5)
    assert assistants.retrieve(made.id) == made
    updated = assistants.update(made.id, name="Eve", metadata={}, response_format="auto", tools=[])
    assert (updated.name, updated.metadata, updated.tools) == ("Eve", {}, [])
    assert updated.response_format == "auto" and updated.instructions == "Count."
    others = [assistants.create(model="scripted") for _ in range(4)]
    listed = [one.id for one in assistants.list(limit=2)]
    assert listed[:5] == [one.id for one in reversed(others)] + [made.id], "newest first, over several pages"
    assert [one.id for one in assistants.list(limit=2, order="asc")] == listed[::-1]
    for one in (made, *others):
        deleted = assistants.delete(one.id)
        assert deleted.deleted and deleted.object == "assistant.deleted"
    with pytest.raises(openai.NotFoundError) as caught:
        assistants.retrieve(made.id)
    assert caught.value.code == "assistant_not_found"


def test_threads_and_messages(client):
    threads = client.beta.threads
    thread = threads.create(metadata={"a": "b"}, messages=[
        {"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}])
    assert threads.retrieve(thread.id).metadata == {"a": "b"}
    assert threads.update(thread.id, metadata={"c": "d"}).metadata == {"c": "d"}
    message = threads.messages.create(thread.id, role="user", content=[
        {"type": "text", "text": "three"}, {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}])
    assert message.content[1].image_url.url == "https://example.org/a.png"
    assert message.status == "completed" and message.run_id is None and message.attachments == []
    assert threads.messages.retrieve(message.id, thread_id=thread.id) == message
    noted = threads.messages.update(message.id, thread_id=thread.id, metadata={"e": "f"})
    assert noted.metadata == {"e": "f"} and noted.content == message.content
    assert texts_of(client, thread, limit=1) == ["three", "two", "one"]
    assert texts_of(client, thread, order="asc") == ["one", "two", "three"]
    assert threads.messages.delete(message.id, thread_id=thread.id).deleted
    assert texts_of(client, thread) == ["two", "one"]
    assert threads.delete(thread.id).deleted
    with pytest.raises(openai.NotFoundError):
        threads.messages.list(thread.id)


def test_create_and_poll(client, assistant, upstream):
    thread = thread_of(client)
    run = client.beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, additional_instructions="Be kind.", temperature=0.3,
        additional_messages=[{"role": "user", "content": "Anyone there?"}], metadata={"a": "b"}, poll_interval_ms=50)
    assert run.status == "completed" and run.metadata == {"a": "b"}, run
    assert run.instructions == "Be brief.\n\nBe kind." and run.usage.total_tokens == 10 + run.usage.completion_tokens
    asked = upstream.requests[-1]
    assert asked["temperature"] == 0.3
    assert [message["content"] for message in asked["messages"]] == [
        "Be brief.\n\nBe kind.", "Hello.", "Anyone there?"]
    assert texts_of(client, thread, run_id=run.id) == ["You said: Anyone there?"]
    steps = list(client.beta.threads.runs.steps.list(run.id, thread_id=thread.id))
    assert [step.type for step in steps] == ["message_creation"] and steps[0].status == "completed"
    assert client.beta.threads.runs.steps.retrieve(steps[0].id, thread_id=thread.id, run_id=run.id) == steps[0]
    again = client.beta.threads.runs.update(run.id, thread_id=thread.id, metadata={"c": "d"})
    assert again.metadata == {"c": "d"}
    assert [one.id for one in client.beta.threads.runs.list(thread.id)] == [run.id]


def test_a_stream_with_an_event_handler(client, assistant):
    thread = thread_of(client)
    with client.beta.threads.runs.stream(
        thread_id=thread.id, assistant_id=assistant.id, event_handler=Recorder()
    ) as stream:
        stream.until_done()
    assert "".join(stream.texts) == "You said: Hello."
    assert stream.calls == [
        "step created: message_creation", "message created", "text created", "text done", "message done",
        "step done: message_creation"]
    assert stream.events[:3] == ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    assert stream.events[-1] == "thread.run.completed" and stream.ended == ["end"]
    assert stream.get_final_run().status == "completed"
    assert stream.get_final_messages()[0].content[0].text.value == "You said: Hello."
    assert stream.get_final_run_steps()[0].type == "message_creation"
    assert texts_of(client, thread, limit=1)[0] == "You said: Hello."


def test_text_deltas(client, assistant):
    with client.beta.threads.runs.stream(thread_id=thread_of(client).id, assistant_id=assistant.id) as stream:
        assert list(stream.text_deltas) == ["You", " said:", " Hello."]


def outputs_of(run):
    calls = run.required_action.submit_tool_outputs.tool_calls
    assert [json.loads(call.function.arguments)["city"] for call in calls] == ["Rome", "Oslo"]
    return [{"tool_call_id": call.id, "output": FORMS[call.id]} for call in calls]


def test_functions_by_polling(client, assistant):
    runs = client.beta.threads.runs
    thread = thread_of(client, "How is the weather?")
    run = runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, tools=[WEATHER], poll_interval_ms=50)
    assert run.status == "requires_action" and run.usage is None
    with pytest.raises(openai.BadRequestError, match="call_Oslo"):
        runs.submit_tool_outputs(run.id, thread_id=thread.id, tool_outputs=outputs_of(run)[:1])
    run = runs.submit_tool_outputs_and_poll(
        run_id=run.id, thread_id=thread.id, tool_outputs=outputs_of(run), poll_interval_ms=50)
    assert run.status == "completed" and run.required_action is None
    assert texts_of(client, thread)[0] == "It is sunny in Rome and cold in Oslo."
    steps = list(runs.steps.list(run.id, thread_id=thread.id, order="asc"))
    assert [step.type for step in steps] == ["tool_calls", "message_creation"]
    assert [call.function.output for call in steps[0].step_details.tool_calls] == list(FORMS.values())


def test_functions_in_streams(client, assistant):
    runs = client.beta.threads.runs
    thread = thread_of(client, "How is the weather?")
    with runs.stream(
        thread_id=thread.id, assistant_id=assistant.id, tools=[WEATHER], event_handler=Recorder()
    ) as stream:
        stream.until_done()
    run = stream.get_final_run()
    assert run.status == "requires_action"
    assert stream.arguments == ['{"city": "Rome"}', '{"city": "Oslo"}']
    assert stream.calls == [
        "step created: tool_calls", "call created: get_weather", "call done: call_Rome", "call created: get_weather",
        "call done: call_Oslo"]
    with runs.submit_tool_outputs_stream(
        run_id=run.id, thread_id=thread.id, tool_outputs=outputs_of(run), event_handler=Recorder()
    ) as stream:
        stream.until_done()
    assert "".join(stream.texts) == "It is sunny in Rome and cold in Oslo."
    assert stream.events[0] == "thread.run.step.completed"
    assert stream.get_final_run().status == "completed"


def test_create_and_run(client, assistant):
    thread = {"messages": [{"role": "user", "content": "Hi."}], "metadata": {"a": "b"}}
    with client.beta.threads.create_and_run_stream(assistant_id=assistant.id, thread=thread) as stream:
        assert next(iter(stream)).event == "thread.created"
        assert "".join(stream.text_deltas) == "You said: Hi."
        run = stream.get_final_run()
    assert client.beta.threads.retrieve(run.thread_id).metadata == {"a": "b"}
    run = client.beta.threads.create_and_run_poll(assistant_id=assistant.id, thread=thread, poll_interval_ms=50)
    assert run.status == "completed"


def test_a_story_is_cancelled(client, assistant, upstream):
    upstream.abandoned.clear()
    thread = thread_of(client, "Tell a story.")
    seen = []
    with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        for event in stream:
            seen.append(event.event)
            if event.event == "thread.message.delta" and seen.count(event.event) == 3:
                cancelled = client.beta.threads.runs.cancel(event_run(stream), thread_id=thread.id)
                assert cancelled.status == "cancelled"
    assert seen[-3:] == ["thread.message.incomplete", "thread.run.step.cancelled", "thread.run.cancelled"]
    assert upstream.abandoned.wait(10), "the model goes on for nobody"


def event_run(stream):
    return stream.current_run.id


def test_a_reader_that_leaves_does_not_stop_the_run(client, assistant, upstream):
    upstream.abandoned.clear()
    thread = thread_of(client, "Tell a story.")
    with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        next(stream.text_deltas)
        run = stream.current_run
    assert client.beta.threads.runs.retrieve(run.id, thread_id=thread.id).status == "in_progress"
    assert not upstream.abandoned.is_set()
    client.beta.threads.delete(thread.id)
    assert upstream.abandoned.wait(10), "nobody can see this answer any more"


@pytest.mark.parametrize("stream", [False, True], ids=["polled", "streamed"])
def test_failures(client, assistant, stream):
    thread = thread_of(client, "Please fail.")
    runs = client.beta.threads.runs
    if stream:
        with runs.stream(thread_id=thread.id, assistant_id=assistant.id) as events:
            run = events.get_final_run()
    else:
        run = runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id, poll_interval_ms=50)
    assert run.status == "failed" and run.last_error.code == "invalid_prompt"
    assert "9000" in run.last_error.message and "8192" in run.last_error.message


def test_an_answer_that_is_cut(client, assistant):
    thread = thread_of(client, "Make it long.")
    run = client.beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, max_completion_tokens=5, poll_interval_ms=50)
    assert run.status == "incomplete" and run.incomplete_details.reason == "max_completion_tokens"
    message = client.beta.threads.messages.list(thread.id).data[0]
    assert message.status == "incomplete" and message.incomplete_details.reason == "max_tokens"


@pytest.mark.parametrize("parameters, name", [
    ({"tools": [{"type": "code_interpreter"}]}, "tools[0].type"), ({"temperature": 5}, "temperature"),
    ({"metadata": {"a": "b" * 513}}, "metadata"), ({"extra_body": {"frobnicate": 1}}, "frobnicate"),
], ids=str)
def test_refusals(client, parameters, name):
    with pytest.raises(openai.BadRequestError) as caught:
        client.beta.assistants.create(model="scripted", **parameters)
    assert caught.value.param == name


def test_the_async_client(front):
    async def main():
        async with openai.AsyncOpenAI(base_url=front.url, api_key="none", max_retries=0) as client:
            assistant = await client.beta.assistants.create(model="scripted")
            threads = [await client.beta.threads.create(messages=[{"role": "user", "content": f"{number}"}])
                       for number in range(8)]

            async def run(thread):
                text = ""
                async with client.beta.threads.runs.stream(
                    thread_id=thread.id, assistant_id=assistant.id
                ) as stream:
                    async for piece in stream.text_deltas:
                        text += piece
                return text

            assert await asyncio.gather(*map(run, threads)) == [f"You said: {number}" for number in range(8)]
            assert len([one async for one in client.beta.assistants.list(limit=1)]) >= 1

    asyncio.run(main())


def test_both_dialects_have_the_same_objects(client, front, assistant):
    pixigpt = pytest.importorskip("pixigpt", reason="pixigpt is not installed")
    theirs = pixigpt.Client("none", front.url, timeout=60, max_retries=0)
    thread = theirs.create_thread()
    theirs.create_message(thread.id, "user", "Hello from PixiGPT.")
    run = client.beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, poll_interval_ms=50)
    assert run.status == "completed"
    seen = theirs.get_run(thread.id, run.id)
    assert seen.status == "completed"
    assert seen.message.content[0].text["value"] == "You said: Hello from PixiGPT."
    made = theirs.create_assistant("Pixi", "Be kind.")
    assert client.beta.assistants.retrieve(made.id).instructions == "Be kind."


def test_a_run_survives_the_platform(upstream, make_home, directory):
    """Killed in mid-answer, it is answered when the platform is there again: once."""
    data = make_home()
    first = Platform(data, directory, "--upstream", upstream.url)
    try:
        with openai.OpenAI(base_url=first.url, api_key="none", max_retries=0) as client:
            assistant = client.beta.assistants.create(model="scripted")
            thread = thread_of(client, "Tell a story.")
            with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
                next(stream.text_deltas)
                run = stream.current_run
            client.beta.threads.messages.create(thread.id, role="user", content="Never mind.")
        first.signal(signal.SIGKILL)
        first.process.wait(10)
    finally:
        first.stop()
    second = Platform(data, directory, "--upstream", upstream.url)
    try:
        with openai.OpenAI(base_url=second.url, api_key="none", max_retries=0) as client:
            runs = client.beta.threads.runs
            assert wait_until(
                lambda: runs.retrieve(run.id, thread_id=thread.id).status == "in_progress", 20), "it is taken up again"
            assert runs.cancel(run.id, thread_id=thread.id).status == "cancelled"
            assert texts_of(client, thread) == ["Never mind.", "Tell a story."]
    finally:
        second.stop()


def test_with_a_real_model(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=120) as client:
        assistant = client.beta.assistants.create(
            model="smollm2", instructions="You answer in one short sentence.", temperature=0)
        thread = thread_of(client, "Why is the sky blue?")
        with client.beta.threads.runs.stream(
            thread_id=thread.id, assistant_id=assistant.id, max_completion_tokens=40
        ) as stream:
            text = "".join(stream.text_deltas)
            run = stream.get_final_run()
        assert run.status in ("completed", "incomplete") and len(text.split()) > 4
        assert texts_of(client, thread)[0] == text
        assert run.usage.prompt_tokens > 10 and 0 < run.usage.completion_tokens <= 40
        client.beta.threads.messages.create(thread.id, role="user", content="And at night?")
        again = client.beta.threads.runs.create_and_poll(
            thread_id=thread.id, assistant_id=assistant.id, max_completion_tokens=16, poll_interval_ms=100)
        assert again.usage.prompt_tokens > run.usage.prompt_tokens
