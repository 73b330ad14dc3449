"""Assistants, threads, messages and runs on the command line, with a platform and without one."""

import json
import subprocess

import pytest

from processes import binary, environment, wait_until
from upstream import Answer, Upstream, repeat


@pytest.fixture(scope="module")
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture(autouse=True)
def afresh(upstream):
    upstream.reset()


@pytest.fixture
def own_home(make_home):
    return make_home()


@pytest.fixture
def martlet(own_home, directory, upstream):
    """Runs the command line on a data directory of its own; the platform inside has the upstream as its model."""

    def run(*arguments, input=None, status=0, **variables):
        given = environment(own_home, MARTLET_UPSTREAM=upstream.url, TZ="UTC", **variables)
        result = subprocess.run(
            [binary(), *map(str, arguments)], cwd=directory, env=given, capture_output=True, text=True, timeout=60,
            **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}))
        assert result.returncode == status, result
        assert "Fatal" not in result.stderr and "\x1b" not in result.stdout + result.stderr, result
        return result

    return run


@pytest.fixture(params=["with a platform", "without one"])
def running(request, martlet, start_platform, own_home, upstream):
    """The platform of the data directory, or none; the commands are the same."""
    if request.param == "without one":
        yield None
        return
    platform = start_platform("--upstream", upstream.url, home=own_home)
    yield platform
    assert platform.process.poll() is None, platform.text


def table(result):
    """The cells of a printed table, whose columns are at least two blanks apart."""
    lines = result.stdout.splitlines()
    starts = [0] + [
        index for index in range(2, len(lines[0]))
        if lines[0][index] != " " and lines[0][index - 2:index] == "  "]
    return [[line[start:end].strip() for start, end in zip(starts, [*starts[1:], None])] for line in lines]


def test_a_story(running, martlet, upstream, tmp_path):
    # An assistant.
    poet = martlet("assistants", "create", "Poet", "--instructions", "Answer in verse.").stdout.strip()
    file = tmp_path / "instructions.txt"
    file.write_text("Answer in prose.\n")
    clerk = json.loads(martlet(
        "assistants", "create", "Clerk", "--instructions-file", file, "--tools-config", "[]", "--json").stdout)
    assert set(clerk) == {"id", "object", "created_at", "name", "instructions", "tools_config"}
    assert clerk["instructions"].strip() == "Answer in prose." and clerk["tools_config"] == "[]"
    header, *rows = table(martlet("assistants", "list"))
    assert header == ["id", "name", "created", "tools", "instructions"]
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        (clerk["id"], "Clerk", "[]", "Answer in prose."), (poet, "Poet", "all", "Answer in verse.")]
    listed = json.loads(martlet("assistants", "list", "--json").stdout)
    assert [assistant["id"] for assistant in listed["data"]] == [clerk["id"], poet]
    martlet("assistants", "update", clerk["id"], "--name", "Scribe", "--clear-tools-config")
    changed = json.loads(martlet("assistants", "get", clerk["id"], "--json").stdout)
    assert changed == {**clerk, "name": "Scribe", "tools_config": None}
    shown = martlet("assistants", "get", poet).stdout
    assert "Poet" in shown and shown.rstrip().endswith("Answer in verse.")

    # A thread.
    assert martlet("threads", "list").stderr == "There are no threads.\n"
    thread = martlet("threads", "create").stdout.strip()
    other = json.loads(martlet("threads", "create", "--json").stdout)["id"]
    header, *rows = table(martlet("threads", "list"))
    assert header == ["id", "created", "metadata"] and [row[0] for row in rows] == [other, thread]
    assert json.loads(martlet("threads", "get", thread, "--json").stdout)["object"] == "thread"
    assert martlet("threads", "delete", other).stdout == f"deleted {other}\n"
    martlet("threads", "get", other, status=65)

    # Messages.
    first = martlet("messages", "add", thread, "My name is Ada.").stdout.strip()
    second = martlet("messages", "add", thread, "--role", "assistant", input="Hello Ada!\n").stdout.strip()
    history = [{"role": "user", "content": f"question {number}"} for number in range(3)]
    imported = martlet("messages", "import", thread, input=json.dumps(history)).stdout.split()
    assert len(imported) == 3
    header, *rows = table(martlet("messages", "list", thread))
    assert header == ["id", "created", "role", "text"]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (first, "user", "My name is Ada."), (second, "assistant", "Hello Ada!"),
        *((message, "user", f"question {number}") for number, message in enumerate(imported))]
    page = json.loads(martlet("messages", "list", thread, "--limit", 2, "--json").stdout)
    assert [message["id"] for message in page["data"]] == imported[:0:-1] and page["has_more"] is True
    assert "older messages" in martlet("messages", "list", thread, "--limit", 2).stderr

    # A run.
    upstream.reset(lambda asked: Answer("<think>Hm.</think>" + repeat(asked).text))
    answered = martlet("runs", "create", thread, "--assistant", poet)
    assert answered.stdout == "the answer to question 2\n" and "Hm." in answered.stderr
    prompt = upstream.asked[-1].messages
    assert prompt[0] == ("system", "Answer in verse.") and ("assistant", "Hello Ada!\n") in prompt and len(prompt) == 6
    run = json.loads(martlet("runs", "create", thread, "--json", DEFAULT_ASSISTANT_ID=clerk["id"]).stdout)
    assert run["status"] == "completed" and run["assistant_id"] == clerk["id"]
    assert run["message"]["reasoning_content"] == "Hm."
    header, *rows = table(martlet("runs", "list", thread))
    assert header == ["id", "status", "created", "assistant", "model"]
    assert [(row[0], row[1], row[3]) for row in rows][0] == (run["id"], "completed", clerk["id"]) and len(rows) == 2
    shown = martlet("runs", "get", thread, run["id"]).stdout
    assert run["id"] in shown and shown.rstrip().endswith("the answer to question 2")
    assert martlet("runs", "wait", thread, run["id"]).stdout == "the answer to question 2\n"
    full = martlet("messages", "list", thread, "--full", "--all").stdout
    assert "My name is Ada." in full and "(Hm.)" in full and full.index("Ada!") < full.index("the answer")
    assert [row[0] for row in table(martlet("assistants", "threads", poet))[1:]] == [thread]

    # The end.
    assert martlet("assistants", "delete", poet, clerk["id"]).stdout.split() == [
        "deleted", poet, "deleted", clerk["id"]]
    assert martlet("assistants", "list").stderr == "There are no assistants.\n"
    assert len(table(martlet("messages", "list", thread))) == 8, "their threads stay"


def test_the_calculators_work_is_shown(running, martlet, upstream):
    upstream.reset(lambda asked: repeat(asked) if asked.body["messages"][-1]["role"] == "tool" else Answer(
        calls=[("calculator", {"expression": "6*7"})]))
    assistant = martlet("assistants", "create", "A", "-i", "Compute.").stdout.strip()
    thread = martlet("threads", "create").stdout.strip()
    martlet("messages", "add", thread, "What is 6*7?")
    answered = martlet("runs", "create", thread, "-a", assistant).stdout
    assert answered.startswith("the answer to 42\n\nCode (") and "6*7" in answered


def test_a_run_that_fails_is_65(running, martlet, upstream):
    upstream.reset(lambda _: Answer(status=400, error={
        "message": "The prompt is too long.", "type": "invalid_request_error", "code": "context_length_exceeded"}))
    assistant = martlet("assistants", "create", "A", "-i", "I.").stdout.strip()
    thread = martlet("threads", "create").stdout.strip()
    martlet("messages", "add", thread, "Hello")
    failed = martlet("runs", "create", thread, "-a", assistant, status=65)
    assert failed.stdout == "" and failed.stderr.splitlines()[-1].startswith("martlet: ")
    assert "The prompt is too long." in failed.stderr, "the reason is said"
    failed = martlet("runs", "create", thread, "-a", assistant, "--json", status=65)
    assert json.loads(failed.stdout)["status"] == "failed"


def test_a_run_that_is_not_waited_for_goes_on(running, martlet, upstream):
    upstream.hold()
    assistant = martlet("assistants", "create", "A", "-i", "I.").stdout.strip()
    thread = martlet("threads", "create").stdout.strip()
    martlet("messages", "add", thread, "Hello")
    run = json.loads(martlet("runs", "create", thread, "-a", assistant, "--no-wait", "--json").stdout)
    assert run["status"] in ("queued", "in_progress") and "message" not in run
    late = martlet("runs", "wait", thread, run["id"], "--wait-at-most", "0.3", status=75)
    assert late.stdout == "" and late.stderr.splitlines()[-1].startswith("martlet: ")
    assert json.loads(martlet("runs", "get", thread, run["id"], "--json").stdout)["status"] in (
        "queued", "in_progress")
    upstream.release()
    assert martlet("runs", "wait", thread, run["id"]).stdout == "the answer to Hello\n"
    answers = [row for row in table(martlet("messages", "list", thread)) if row[2] == "assistant"]
    assert len(answers) == 1


def test_a_run_is_cancelled(running, martlet, upstream):
    upstream.hold()
    assistant = martlet("assistants", "create", "A", "-i", "I.").stdout.strip()
    thread = martlet("threads", "create").stdout.strip()
    martlet("messages", "add", thread, "Hello")
    run = json.loads(martlet("runs", "create", thread, "-a", assistant, "--no-wait", "--json").stdout)["id"]
    assert json.loads(martlet("runs", "cancel", thread, run, "--json").stdout)["status"] == "cancelled"
    martlet("runs", "cancel", thread, run, status=65)
    martlet("runs", "wait", thread, run, status=65)
    upstream.release()
    assert table(martlet("runs", "list", thread))[1][1] == "cancelled"


@pytest.mark.parametrize("arguments", [
    ["assistants", "get", "nobody"], ["assistants", "update", "nobody", "--name", "A"],
    ["assistants", "delete", "nobody"], ["assistants", "threads", "nobody"], ["threads", "get", "nobody"],
    ["threads", "delete", "nobody"], ["messages", "list", "nobody"], ["messages", "add", "nobody", "Hi"],
    ["runs", "list", "nobody"], ["runs", "get", "nobody", "nobody"], ["runs", "wait", "nobody", "nobody"],
    ["runs", "cancel", "nobody", "nobody"], ["runs", "create", "nobody", "-a", "nobody"],
], ids=" ".join)
def test_what_there_is_not_is_65(martlet, arguments):
    for more in ([], ["--json"]):
        result = martlet(*arguments, *more, status=65)
        assert result.stdout == "" and "nobody" in result.stderr, result


@pytest.mark.parametrize("arguments", [
    ["assistants", "create", "A"], ["assistants", "create", " ", "-i", "I."],
    ["assistants", "create", "A", "-i", "I.", "--instructions-file", "f"], ["assistants", "update", "a"],
    ["assistants", "threads", "a", "--limit", "0"], ["threads", "delete"], ["threads", "get"],
    ["messages", "add", "t", ""], ["messages", "add", "t"], ["messages", "list", "t", "--limit", "0"],
    ["messages", "import", "t", "no-such-file.json"], ["messages", "import", "t"], ["runs", "create", "t"],
    ["runs", "create", "t", "-a", "a", "--temperature", "0"], ["runs", "create", "t", "-a", "a", "--max-tokens", "0"],
    ["runs", "wait", "t", "r", "--wait-at-most", "0"], ["assistants", "create", "A", "--instructions-file", "no-file"],
], ids=" ".join)
def test_commands_at_fault_are_64(martlet, arguments):
    result = martlet(*arguments, status=64)
    assert result.stdout == "" and len(result.stderr) > 20


@pytest.mark.parametrize("text", ["no json", "{}", "[]", '[{"role":"user"}]', '[{"content":"Hi"}]', "[1]"])
def test_a_history_at_fault_is_64(martlet, text):
    thread = martlet("threads", "create").stdout.strip()
    martlet("messages", "import", thread, input=text, status=64)
    assert martlet("messages", "list", thread).stderr == "There are no messages.\n"


def test_a_platform_with_keys_wants_one_of_the_commands_too(start_platform, own_home, upstream, martlet):
    key = martlet("keys", "create").stdout.strip()
    # Without a platform the commands are those of whoever may read the directory.
    thread = martlet("threads", "create").stdout.strip()
    start_platform("--upstream", upstream.url, home=own_home)
    refused = martlet("threads", "list", status=77)
    assert refused.stderr.splitlines()[-1].startswith("martlet: ") and refused.stdout == ""
    assert table(martlet("threads", "list", MARTLET_API_KEY=key))[1][0] == thread


def test_a_directory_in_use_by_a_command_is_69(own_home, martlet, upstream, directory):
    """Only one platform at a time has a directory, also when it is inside a command."""
    upstream.hold()
    assistant = martlet("assistants", "create", "A", "-i", "I.").stdout.strip()
    thread = martlet("threads", "create").stdout.strip()
    martlet("messages", "add", thread, "Hello")
    waiting = subprocess.Popen(
        [binary(), "runs", "create", thread, "-a", assistant], cwd=directory, text=True, stdin=subprocess.DEVNULL,
        env=environment(own_home, MARTLET_UPSTREAM=upstream.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert wait_until(lambda: upstream.live, 20)
        refused = martlet("threads", "list", status=69)
        assert str(waiting.pid) in refused.stderr
        upstream.release()
        assert waiting.communicate(timeout=30)[0] == "the answer to Hello\n"
    finally:
        waiting.kill()
        waiting.wait()
    assert table(martlet("threads", "list"))[1][0] == thread
