"""The real Codex command line, driven by ours: over our platform, and over a provider that says what a test expects."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid

import pytest

from processes import HAS_PROC, binary, environment, is_alive, wait_until
from scripted_responses import ScriptedResponses, Turn
from terminal import Conversation
from watching import Watcher

CODEX = os.environ.get("MARTLET_CODEX", "")

pytestmark = [
    pytest.mark.skipif(not os.access(CODEX, os.X_OK),
                       reason="there is no Codex command line: scripts/setup --interop brings one to Linux on x86-64"),
    pytest.mark.skipif(not HAS_PROC, reason="looks at processes through /proc"),
]


def _has_sandbox():
    if not shutil.which("bwrap"):
        return False
    return subprocess.run(["bwrap", "--ro-bind", "/", "/", "--unshare-user", "--unshare-net", "true"],
                          stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


needs_sandbox = pytest.mark.skipif(not _has_sandbox(), reason="bubblewrap does not run here")


class Place:
    """A user of one test: a home, a cache, a project, a key, and a watcher of all of them."""

    def __init__(self, root, home):
        self.root = root
        self.martlet_home = home
        for name in ("home", "cache", "config", "work", "outside"):
            (root / name).mkdir()
        self.work = root / "work"
        self.outside = root / "outside"
        self.key = f"sk-test-{uuid.uuid4().hex}"
        self.watcher = Watcher(self.key, root / "cache")

    @property
    def variables(self):
        return {"HOME": self.root / "home", "XDG_CACHE_HOME": self.root / "cache", "TMPDIR": "",
                "XDG_CONFIG_HOME": self.root / "config", "CODEX_CLI_PATH": CODEX, "CODEX_API_KEY": self.key}

    def environment(self, **variables):
        return environment(self.martlet_home, **{**self.variables, **variables})

    def start(self, *arguments, **variables):
        process = subprocess.Popen(
            [binary(), "codex", *map(str, arguments)], cwd=self.work, env=self.environment(**variables),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.watcher.watch(process.pid)
        return process

    def run(self, *arguments, command="codex", input=None, timeout=120, **variables):
        process = subprocess.Popen(
            [binary(), *command.split(), *map(str, arguments)], cwd=self.work, env=self.environment(**variables),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.watcher.watch(process.pid)
        try:
            output, error = process.communicate(input or "", timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            output, error = process.communicate()
            raise AssertionError(f"it does not end; there is {output!r}, {error!r}") from None
        return subprocess.CompletedProcess(process.args, process.returncode, output, error)

    def converse(self, *arguments):
        conversation = Conversation(
            self.martlet_home, self.work, *map(str, arguments), command=("codex",), **self.variables)
        self.watcher.watch(conversation.pid)
        return conversation

    def homes(self):
        """The private homes of Codex that are there now."""
        return [path for path in (self.root / "cache" / "martlet" / "codex").glob("*") if path.is_dir()]

    def close(self):
        self.watcher.close()
        assert not self.homes(), "a private home was left behind"


@pytest.fixture
def place(home):
    """Where a test runs. Nothing of what ran there may show the key, or go on, when the test ends.

    It is not below /tmp, which can be written from within the sandbox, and below which Codex's home must not be.
    """
    with tempfile.TemporaryDirectory(prefix="martlet-codex-", dir="/var/tmp") as root:
        place = Place(pathlib.Path(root), home)
        yield place
        place.close()


@pytest.fixture
def provider():
    """Starts scripted providers, which end with the test."""
    started = []

    def start(*turns):
        started.append(ScriptedResponses(*turns))
        return started[-1]

    yield start
    for scripted in started:
        scripted.close()


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def said(request):
    return [(item["role"], item["content"][0]["text"]) for item in request["input"] if item.get("role")]


def test_the_watcher_sees_what_it_should(tmp_path):
    key = f"sk-test-{uuid.uuid4().hex}"
    watcher = Watcher(key, tmp_path)
    process = subprocess.Popen(
        ["sh", "-c", 'KEY=$1 CODEX_CI=1 sleep 600 & echo "$1" > file; echo; wait', "sh", key], cwd=tmp_path,
        stdout=subprocess.PIPE)
    try:
        watcher.watch(process.pid)
        assert process.stdout.readline()
        assert wait_until(lambda: len(watcher.findings) == 3, 10), watcher.findings
        assert watcher.findings == {"the key is in the arguments of b'sh\\n'", "the key is in file",
                                    "the key is in the environment of the command sleep"}
        assert watcher.left_behind()
        with pytest.raises(AssertionError):
            watcher.close()
    finally:
        for pid in watcher.left_behind():
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.communicate()
    # A process that was killed takes a moment to end.
    assert wait_until(lambda: not watcher.left_behind(), 10), watcher.left_behind()


# --- Over our platform -----------------------------------------------------------------------------------------------


@pytest.fixture
def platform(steady_platform):
    return steady_platform


@pytest.fixture
def chat(platform):
    """What makes Codex a plain chat model of the platform."""
    return ["--mode", "chat", "--base-url", platform.url, "--model", "smollm2"]


def test_an_answer_comes_token_by_token_with_the_usage_of_the_platform(place, platform, chat):
    result = place.run("query", "Why is the sky blue?", *chat, "--format", "jsonl")
    assert result.returncode == 0, result
    events = lines(result.stdout)
    texts = [event["text"] for event in events if event["kind"] == "text"]
    last = events[-1]
    assert len(texts) > 5
    assert last["kind"] == "completed" and last["content"] == "".join(texts)
    assert last["model"] == "smollm2" and last["finish_reason"] in ("stop", "length")
    usage = last["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    asked = platform.chat("Why is the sky blue?", max_tokens=1).json()["usage"]
    # Nothing but the question reaches the model: the agent's own instructions are thousands of tokens.
    assert abs(usage["prompt_tokens"] - asked["prompt_tokens"]) <= 60, (usage, asked)
    assert usage["completion_tokens"] > 5


def test_what_was_said_before_reaches_the_model(place, chat):
    saved = place.root / "conversation.json"
    result = place.run("chat", *chat, "--system", "Answer in one short sentence.",
                       input=f"My name is Ada.\nWhat is my name?\n!save {saved}\n!exit\n")
    assert result.returncode == 0, result
    messages = json.loads(saved.read_text())
    assert [message["role"] for message in messages] == ["user", "assistant"] * 2
    assert messages[0]["content"] == "My name is Ada." and messages[1]["content"] in result.stdout
    # What is loaded again is read again: the prompt is as long as the conversation.
    asked = ["--system", "Answer in one short sentence.", *chat]
    again = place.run("chat", *asked, "--load", saved, input=f"And now?\n!save {saved}\n")
    assert again.returncode == 0, again
    assert [message["role"] for message in json.loads(saved.read_text())] == ["user", "assistant"] * 3


def test_martlet_chat_over_codex(place, platform):
    result = place.run(
        "--platform", "codex", "--base-url", platform.url, "--model", "smollm2", "--json", command="chat",
        input="Say hello.")
    assert result.returncode == 0, result
    completion = json.loads(result.stdout)
    assert completion["object"] == "chat.completion" and completion["choices"][0]["message"]["content"]
    assert completion["usage"]["prompt_tokens"] > 0


def test_martlet_agent_over_codex(place, provider):
    scripted = provider(Turn(text="Hello."), Turn(text="Ada."))
    history = place.root / "history.json"
    for prompt in ("I am Ada.", "Who am I?"):
        result = place.run(
            "--platform", "codex", "--base-url", scripted.url, "--model", "gpt-5.5", "--history", history,
            command="agent", input=prompt)
        assert result.returncode == 0, result
    assert result.stdout.strip() == "Ada."
    assert said(scripted.requests[1])[-3:] == [("user", "I am Ada."), ("assistant", "Hello."), ("user", "Who am I?")]


def test_ctrl_c_ends_the_answer_and_frees_the_slot(place, platform, chat):
    engine = platform.engine()
    assert engine.is_idle_within(20)
    process = place.start("query", "Tell a very long story about the sea, in many chapters.", *chat)
    assert process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    output, error = process.communicate(timeout=15)
    assert process.returncode == 130, (output, error)
    assert engine.is_idle_within(5)


def test_kill_9_leaves_nothing_behind(place, platform, chat):
    process = place.start("query", "Tell a very long story about the sea, in many chapters.", *chat)
    assert process.stdout.read(1)
    place.watcher.look_at_processes()
    process.kill()
    process.communicate(timeout=15)
    assert wait_until(lambda: not place.watcher.left_behind(), 10)
    # Nobody is left to delete its home but the next one.
    assert len(place.homes()) == 1
    result = place.run("query", "Say hello.", *chat, "--max-tokens", "5")
    assert result.returncode == 0, result


def test_a_refused_key_has_its_exit_code(place, start_platform):
    platform = start_platform(key="the-right-key-of-the-platform")
    result = place.run("query", "hi", "--mode", "chat", "--base-url", platform.url, "--model", "smollm2")
    assert result.returncode == 77, result
    assert place.key not in result.stderr + result.stdout


def test_a_model_that_is_not_there_has_its_exit_code(place, platform):
    result = place.run("query", "hi", "--mode", "chat", "--base-url", platform.url, "--model", "nobody")
    assert result.returncode == 65, result
    assert "nobody" in result.stderr


def test_the_models_are_those_of_the_platform(place, platform):
    result = place.run("models", "--base-url", platform.url, "--json")
    assert result.returncode == 0, result
    assert "smollm2" in [model["id"] for model in json.loads(result.stdout)["data"]]


def test_a_platform_inside_needs_no_account_and_no_key(place):
    result = place.run("query", "Why is the sky blue?", "--local", "--mode", "chat", "--json", "--max-tokens", "20",
                       CODEX_API_KEY="")
    assert result.returncode == 0, result
    answer = json.loads(result.stdout)
    assert answer["content"] and answer["model"] == "smollm2"


# --- Without anybody to ask ------------------------------------------------------------------------------------------


def test_a_missing_command_line_says_where_it_was_looked_for(place):
    result = place.run("query", "hi", CODEX_CLI_PATH="/nowhere/codex")
    assert result.returncode == 78, result
    assert "/nowhere/codex" in result.stderr and result.stdout == ""
    result = place.run("query", "hi", "--codex-path", place.root / "missing")
    assert result.returncode == 78, result
    result = place.run("query", "hi", CODEX_CLI_PATH="", PATH="/usr/bin:/bin", HOME=place.root / "home")
    if result.returncode == 78:  # Nobody has put one into /usr/bin.
        assert "install" in result.stderr


def test_a_dead_server_has_its_exit_code(place):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    result = place.run("query", "hi", "--base-url", f"http://127.0.0.1:{port}/v1")
    assert result.returncode == 69, result


@pytest.mark.parametrize("turn, status", [
    (Turn(status=401, error={"error": {"message": "Incorrect API key", "type": "invalid_request_error"}}), 77),
    (Turn(status=403, error={"error": {"message": "Not allowed", "type": "invalid_request_error"}}), 77),
    (Turn(status=404, error={"error": {"message": "No such model", "code": "model_not_found"}}), 65),
    (Turn(status=429, error={"error": {"message": "Slowly", "code": "rate_limit_exceeded"}}), 75),
    (Turn(status=500, error={"error": {"message": "Broken", "type": "server_error"}}), 69),
    (Turn(text="half of", cut=True), 69),
], ids=["401", "403", "404", "429", "500", "cut"])
def test_what_the_provider_refuses_has_its_exit_code(place, provider, turn, status):
    scripted = provider(turn)
    result = place.run("query", "hi", "--base-url", scripted.url, "--model", "gpt-5.5", CODEX_MAX_RETRIES="0")
    assert result.returncode in ((status, 76) if turn.cut else (status,)), result
    assert place.key not in result.stdout + result.stderr
    assert len(scripted.requests) == 1
    assert scripted.keys == [f"Bearer {place.key}"]


def test_nothing_reaches_the_model_in_chat_mode_but_what_was_said(place, provider):
    scripted = provider(Turn(text="Hello Ada."), Turn(text="Ada."))
    result = place.run("chat", "--mode", "chat", "--base-url", scripted.url, "--model", "gpt-5.5", "--system",
                       "Be brief.", input="I am Ada.\nWho am I?\n")
    assert result.returncode == 0, result
    assert result.stdout.splitlines() == ["Hello Ada.", "Ada."]
    first, second = scripted.requests
    assert first["instructions"] == "Be brief." and not first.get("tools")
    assert said(second) == [("user", "I am Ada."), ("assistant", "Hello Ada."), ("user", "Who am I?")]


def test_the_verbs_of_a_conversation(place, provider):
    scripted = provider(Turn(text="A."), Turn(text="B."), Turn(text="C."))
    result = place.run("chat", "--mode", "chat", "--base-url", scripted.url, "--model", "gpt-5.5",
                       input="one\n!model other\ntwo\n!clear\nthree\n!nonsense\n!save\n!help\n!exit\nfour\n")
    assert result.returncode == 0, result
    assert [request["model"] for request in scripted.requests] == ["gpt-5.5", "other", "other"]
    assert said(scripted.requests[1]) == [("user", "one"), ("assistant", "A."), ("user", "two")]
    assert said(scripted.requests[2]) == [("user", "three")]
    for text in ("no command !nonsense", "Write !save FILE", "!load FILE"):
        assert text in result.stderr


def test_an_error_does_not_end_the_conversation(place, provider):
    scripted = provider(Turn(status=404, error={"error": {"message": "No such model"}}), Turn(text="Hello."))
    result = place.run("chat", "--mode", "chat", "--base-url", scripted.url, "--model", "gpt-5.5", input="one\ntwo\n")
    assert result.returncode == 0, result
    assert "No such model" in result.stderr and result.stdout == "Hello.\n"
    # The question without an answer is not among what was said.
    assert said(scripted.requests[1]) == [("user", "two")]


def test_what_cannot_be_honoured_is_told(place, provider):
    scripted = provider(Turn(text="Hello there."))
    result = place.run(
        "query", "hi", "--mode", "chat", "--base-url", scripted.url, "--temperature", "0.5", "--stop", " there")
    assert result.returncode == 0, result
    assert "temperature" in result.stderr and result.stdout == "Hello\n"


def test_the_answer_can_be_had_in_every_form(place, provider):
    scripted = provider(Turn(text="Here:\n```sh\nls\n```"))
    asked = ["query", "hi", "--mode", "chat", "--base-url", scripted.url, "--model", "gpt-5.5"]
    forms = {form: place.run(*asked, "--format", form) for form in ("text", "raw", "code", "json", "completion")}
    assert all(result.returncode == 0 for result in forms.values()), forms
    assert forms["code"].stdout == "ls\n"
    assert forms["text"].stdout == forms["raw"].stdout + "\n"
    answer = json.loads(forms["json"].stdout)
    assert answer["usage"]["total_tokens"] == 27 and answer["content"] == forms["raw"].stdout
    assert json.loads(forms["completion"].stdout)["object"] == "chat.completion"
    saved = place.root / "answer.txt"
    result = place.run(*asked, "--output", saved)
    assert result.returncode == 0 and result.stdout == "" and saved.read_text() == forms["text"].stdout


# --- The agent -------------------------------------------------------------------------------------------------------


@pytest.fixture
def agent(place):
    """What makes Codex an agent of a scripted provider."""
    return lambda scripted: ["--base-url", scripted.url, "--model", "gpt-5.5", "--sandbox", "workspace-write"]


@needs_sandbox
def test_t44_a_command_runs_in_the_sandbox_and_sees_no_key(place, provider, agent):
    command = "env > env.txt; while [ ! -e go ]; do sleep 0.1; done; env; echo done"
    scripted = provider(Turn(text="I look.", command=command), Turn(text="It is done."))
    process = place.start("exec", "look around", *agent(scripted))
    try:
        assert wait_until(lambda: {"bash", "sleep"} <= place.watcher.commands, 30), place.watcher.commands
        (place.work / "go").touch()
        output, error = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0 and output == "It is done.\n", error
    assert "$ env > env.txt" in error
    seen = (place.work / "env.txt").read_text()
    assert "PATH=" in seen and place.key not in seen
    assert place.key not in "".join(scripted.outputs()) and "done" in scripted.outputs()[0]


@needs_sandbox
def test_the_sandbox_keeps_a_command_inside(place, provider, agent):
    target = place.outside / "file"
    scripted = provider(Turn(command=f"touch {target}"), Turn(text="It failed."))
    result = place.run("exec", "go outside", *agent(scripted))
    assert result.returncode == 0, result
    assert not target.exists()
    assert "exit code" in result.stderr


def wait_for_question(conversation):
    return conversation.wait_for(lambda text: "Allow it?" in text, 30)


@needs_sandbox
@pytest.mark.parametrize("answer, runs, status", [("y", True, 0), ("n", False, 0), ("c", False, 130)],
                         ids=["granted", "refused", "cancelled"])
def test_an_approval_is_asked_for_on_the_terminal(place, provider, agent, answer, runs, status):
    target = place.outside / "file"
    command = f"touch {target}"
    scripted = provider(Turn(command=command, justification="it lies outside"), Turn(text="That was it."))
    conversation = place.converse("query", "go outside", *agent(scripted))
    try:
        question = wait_for_question(conversation)
        assert command in question and "Why: it lies outside" in question
        assert not target.exists(), "it ran before anybody allowed it"
        conversation.type(answer + "\n")
        if answer != "c":
            conversation.wait_for(lambda text: "That was it." in text, 30)
        assert conversation.wait_for_end() == status, conversation.text
        assert target.exists() == runs
        assert len(scripted.requests) == (1 if answer == "c" else 2)
    finally:
        conversation.close()


@needs_sandbox
def test_ctrl_c_at_the_question_allows_nothing(place, provider, agent):
    target = place.outside / "file"
    scripted = provider(Turn(command=f"touch {target}", justification="it lies outside"), Turn(text="That was it."))
    conversation = place.converse("query", "go outside", *agent(scripted))
    try:
        wait_for_question(conversation)
        conversation.type("\x03")
        assert conversation.wait_for_end() == 130, conversation.text
        assert not target.exists()
    finally:
        conversation.close()


@needs_sandbox
def test_without_a_terminal_nothing_is_allowed(place, provider, agent):
    target = place.outside / "file"
    scripted = provider(Turn(command=f"touch {target}", justification="it lies outside"), Turn(text="That was it."))
    for policy in (["--approval", "on-request"], []):
        result = place.run("exec", "go outside", *agent(scripted), *policy)
        assert result.returncode == 0, result
        assert not target.exists()
    assert "no terminal" in place.run("exec", "hi", *agent(scripted), "--approval", "untrusted").stderr


@needs_sandbox
@pytest.mark.parametrize("sandbox", ["workspace-write", "danger-full-access"])
def test_t79_ctrl_c_ends_the_command_too(place, provider, sandbox):
    scripted = provider(Turn(command="echo begun > begun; sleep 600"), Turn(text="That was it."))
    process = place.start("exec", "wait", "--base-url", scripted.url, "--model", "gpt-5.5", "--sandbox", sandbox)
    try:
        assert wait_until(lambda: (place.work / "begun").exists(), 30)
        assert wait_until(lambda: "sleep" in place.watcher.commands, 30), "the watcher saw nothing"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=15)
        assert process.returncode == 130, error
    finally:
        process.kill()


def test_t44_the_private_home_shows_no_key_and_goes_away(place, provider, agent):
    scripted = provider(Turn(text="word " * 5, endless=True, pause=0.05))
    process = place.start("query", "tell me", *agent(scripted))
    try:
        assert process.stdout.read(1)
        home, = place.homes()
        # Codex gives some of its files rights for all, to no effect: nobody else gets into the directory.
        assert home.stat().st_mode & 0o077 == 0
        assert wait_until(lambda: place.watcher.files, 30), "there is nothing to see in the home"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        assert process.returncode == 130
        assert scripted.abandoned.wait(10)
        assert not is_alive(process.pid)
    finally:
        process.kill()


# --- Health and configuration ----------------------------------------------------------------------------------------


def test_the_doctor_says_what_is_there_and_what_is_not(place, provider):
    scripted = provider(Turn(text="hi"))
    result = place.run("doctor", "--base-url", scripted.url, "--json")
    report = json.loads(result.stdout)
    assert result.returncode == (0 if report["healthy"] else 78), result
    assert CODEX in json.dumps(report)
    assert len(report["checks"]) >= 5
    broken = place.run("health", "--codex-path", place.root / "missing")
    assert broken.returncode == 78 and "FAILED" in broken.stdout, broken
    assert place.key not in result.stdout + broken.stdout
    assert not scripted.requests, "the doctor asked a model"


def test_the_configuration_is_a_file_of_ours(place, provider):
    scripted = provider(Turn(text="hi"))
    for name, value in (("model", "m-of-the-file"), ("base_url", scripted.url), ("mode", "chat")):
        assert place.run("config", "set", name, value).returncode == 0
    shown = json.loads(place.run("config", "show", "--json").stdout)
    assert shown["model"]["value"] == "m-of-the-file" and shown["api_key"]["value"] == "(set)"
    assert place.run("query", "hi").stdout == "hi\n"
    assert scripted.requests[0]["model"] == "m-of-the-file"
    assert place.run("query", "hi", CODEX_DEFAULT_MODEL="m-of-the-environment").returncode == 0
    assert scripted.requests[1]["model"] == "m-of-the-environment"
    assert place.run("config", "set", "timeout", "soon").returncode == 78
    assert place.run("config", "set", "api_key", "sk-on-the-command-line").returncode == 64
    assert place.run("config", "save", place.root / "saved.json").returncode == 0
    assert place.run("config", "reset").returncode == 0
    assert json.loads(place.run("config", "--json").stdout)["model"]["value"] is None
    assert place.run("config", "load", place.root / "saved.json").returncode == 0
    assert json.loads(place.run("config", "--json").stdout)["model"]["value"] == "m-of-the-file"
    assert not (place.root / "home" / ".codex" / "config.toml").exists()


def test_versions_and_models_of_the_command_line(place):
    version = json.loads(place.run("version", "--json").stdout)
    assert version["codex"].count(".") == 2 and version["path"] == CODEX
    result = place.run("models", "--detailed", "--json")
    assert result.returncode == 0, result
    models = json.loads(result.stdout)
    assert any(model["isDefault"] for model in models)
    info = place.run("model-info", models[0]["model"])
    assert info.returncode == 0 and models[0]["model"] in info.stdout
    assert place.run("model-info", "nobody").returncode == 65
