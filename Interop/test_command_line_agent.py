"""`martlet agent`: tools that run, conversations that are kept, the original's options."""

import json
import shutil
import ssl
import subprocess
import sys

import pytest

from processes import binary, environment
from scripted import ScriptedUpstream
from terminal import Conversation

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

QUIET_KEY = "sk-nobody-is-to-see-this-1234"


@pytest.fixture
def upstream():
    upstream = ScriptedUpstream()
    yield upstream
    upstream.close()


@pytest.fixture
def agent(home, directory, upstream):
    """Runs `martlet agent` against the scripted upstream."""

    def run(*arguments, input=None, platform=None, timeout=120, **variables):
        address = ["--base-url", upstream.url, "-m", "scripted"] if platform is None else platform
        return subprocess.run(
            [binary(), "agent", *address, *map(str, arguments)], cwd=directory, env=environment(home, **variables),
            capture_output=True, text=True, timeout=timeout,
            **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}))

    return run


def tool_file(directory, command, name="get_weather"):
    path = directory / f"{name}.json"
    definition = {"type": "function", "function": {
        "name": name, "description": "The weather in a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
    if command:
        definition["command"] = command
    path.write_text(json.dumps([definition]))
    return path


@pytest.fixture
def weather(tmp_path):
    """A tool that is a program: sunny everywhere."""
    script = "import json, sys; print('sunny in ' + json.load(sys.stdin)['city'], end='')"
    return tool_file(tmp_path, [sys.executable, "-c", script])


@pytest.fixture
def broken_weather(tmp_path):
    return tool_file(tmp_path, [sys.executable, "-c", "import sys; sys.exit('the sensor is cold')"])


# --- One question ----------------------------------------------------------------------------------------------------


def test_tools_run_and_are_shown_while_they_do(agent, upstream, weather):
    result = agent("--tools", weather, "--usage", "How is the weather?")
    assert result.returncode == 0, result
    assert result.stdout == "It is sunny in Rome and sunny in Oslo.\n"
    lines = result.stderr.splitlines()
    assert '→ get_weather({"city": "Rome"})' in lines
    assert any(line.startswith("← get_weather: sunny in Rome (") for line in lines), result.stderr
    assert "2 tools" in lines[-1] and "20 prompt + " in lines[-1]
    assert [message["role"] for message in upstream.requests[-1]["messages"]] == ["user", "assistant", "tool", "tool"]


def test_a_tool_that_fails_is_told_to_the_model_unless_it_is_to_end_the_call(agent, upstream, broken_weather):
    result = agent("--tools", broken_weather, "How is the weather?")
    assert result.returncode == 0, result
    assert "✗ get_weather: " in result.stderr and "the sensor is cold" in result.stderr
    assert "the sensor is cold" in upstream.requests[-1]["messages"][-1]["content"]

    result = agent("--tools", broken_weather, "--tool-failure", "raise", "How is the weather?")
    assert result.returncode == 65, result
    assert result.stdout == ""
    assert "martlet: The tool 'get_weather'" in result.stderr


def test_a_tool_without_a_command_is_left_out_and_named(agent, tmp_path, upstream):
    result = agent("--tools", tool_file(tmp_path, None), "Hello")
    assert result.returncode == 0, result
    assert "'get_weather'" not in result.stderr  # There is a built-in tool of this name.
    assert upstream.requests[-1]["tools"][0]["function"]["name"] == "get_weather"
    result = agent("--tools", tool_file(tmp_path, None, name="get_tides"), "Hello")
    assert "'get_tides' has no command" in result.stderr
    assert "tools" not in upstream.requests[-1]


def test_the_limit_of_tool_rounds(agent, upstream, weather):
    result = agent("--tools", weather, "--max-tool-iterations", "0", "How is the weather?")
    assert result.returncode == 0, result
    assert len(upstream.requests) == 1
    assert "--max-tool-iterations" in result.stderr


def test_standard_input_follows_the_prompt(agent):
    result = agent("Repeat:", input="one\ntwo\n")
    assert result.returncode == 0, result
    assert result.stdout == "You said: Repeat:\n\none\ntwo\n"


def test_json_has_the_answer_the_tools_and_the_usage(agent, weather):
    result = agent("--json", "--tools", weather, "How is the weather?")
    assert result.returncode == 0, result
    assert "→ get_weather" in result.stderr and "← get_weather: sunny in Oslo (" in result.stderr
    reply = json.loads(result.stdout)
    assert reply["text"] == "It is sunny in Rome and sunny in Oslo."
    assert [(run["name"], run["content"]) for run in reply["tool_runs"]] == [
        ("get_weather", "sunny in Rome"), ("get_weather", "sunny in Oslo")]
    assert reply["usage"]["prompt_tokens"] == 20 and reply["hit_tool_limit"] is False


def test_an_answer_that_is_not_streamed(agent, upstream, weather):
    result = agent("--no-stream", "--tools", weather, "How is the weather?")
    assert result.returncode == 0, result
    assert result.stdout == "It is sunny in Rome and sunny in Oslo.\n"
    assert result.stderr.count("→ ") == 2 and upstream.requests[0]["stream"] is False


def test_a_conversation_is_kept_from_one_call_to_the_next(agent, upstream, tmp_path):
    history = tmp_path / "kept" / "talk.json"
    assert agent("--history", history, "--system", "Be brief.", "One").returncode == 0
    assert agent("--history", history, "Two").returncode == 0
    assert [(message["role"], message["content"]) for message in upstream.requests[-1]["messages"]] == [
        ("system", "Be brief."), ("user", "One"), ("assistant", "You said: One"), ("user", "Two")]
    assert len(json.loads(history.read_text())) == 5
    # A question that fails leaves nothing behind.
    assert agent("--history", history, "fail").returncode == 65
    assert len(json.loads(history.read_text())) == 5


def test_exit_codes(agent, tmp_path):
    result = agent("fail")
    assert result.returncode == 65
    assert "9000 tokens" in result.stderr and "HTTP 400" in result.stderr
    unreachable = agent("Hello", platform=["--base-url", "http://127.0.0.1:1/v1"])
    assert unreachable.returncode == 69, unreachable
    assert agent("--config", tmp_path / "none.yaml", "Hello").returncode == 78
    assert agent("--image", tmp_path / "none.png", "What is it?").returncode == 64
    history = tmp_path / "broken.json"
    history.write_text("{}")
    assert agent("--history", history, "Hello").returncode == 78
    assert agent("--temperature", "3", "Hello").returncode == 64
    assert agent().returncode == 64


def test_the_originals_options_and_files(agent, upstream, tmp_path):
    model, runtime = tmp_path / "model.yaml", tmp_path / "runtime.yaml"
    model.write_text(f"api_base_url: {upstream.url}/\nmodel: scripted\ntemperature: 0.5\nunknown_field: 1\n")
    runtime.write_text(
        f"log_http_requests: true\nlog_level: INFO\nsave_token_usage_to_file: true\n"
        f"token_usage_file_path: {tmp_path}/logs/tokens.log\n")
    result = agent("--model-config", model, "--runtime-config", runtime, "--temperature", "0.25", "--max-tokens", "9",
                   "--timeout", "30", "Hello", platform=[], OPENAI_API_KEY=QUIET_KEY)
    assert result.returncode == 0, result
    request = upstream.requests[-1]
    assert (request["temperature"], request["max_tokens"], request["model"]) == (0.25, 9, "scripted")
    assert "INFO HTTP request" in result.stderr and "unknown_field" in result.stderr
    line = json.loads((tmp_path / "logs" / "tokens.log").read_text())
    assert line["prompt_tokens"] == 10


def test_debugging_saves_requests_and_shows_no_key(agent, directory):
    result = agent("--enable-debug", "--api-key", QUIET_KEY, "-v", "Hello")
    assert result.returncode == 0, result
    assert "DEBUG" in result.stderr
    files = list((directory / "debug").iterdir())
    try:
        assert sorted(file.name.split("_2")[0] for file in files) == ["stream_request", "stream_response_raw"]
        assert QUIET_KEY not in result.stderr + "".join(file.read_text() for file in files)
    finally:
        for file in files:
            file.unlink()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_signed(agent, upstream, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    upstream.server.socket = context.wrap_socket(upstream.server.socket, server_side=True)
    url = upstream.url.replace("http://", "https://")
    runtime = tmp_path / "runtime.yaml"
    for verifies, status in (("true", 69), ("false", 0)):
        runtime.write_text(f"verify_ssl: {verifies}\n")
        result = agent("--runtime-config", runtime, "Hello", platform=["--base-url", url, "-m", "scripted"])
        assert result.returncode == status, result
    assert result.stdout == "You said: Hello\n" and len(upstream.requests) == 1


def test_a_model_that_is_not_there(agent, platform):
    result = agent("Hello", platform=["--base-url", platform.url, "-m", "nobody"])
    assert result.returncode == 65, result
    assert "'nobody' was not found" in result.stderr and "There are: " in result.stderr
    assert "smollm2" in result.stderr.partition("There are: ")[2]


def test_an_image_is_sent(agent, upstream, tmp_path):
    image = tmp_path / "dot.png"
    image.write_bytes(bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003"
        "860180ca3b1f1c0000000049454e44ae426082"))
    assert agent("--image", image, "What is it?").returncode == 0
    part = upstream.requests[-1]["messages"][-1]["content"][1]
    assert part["image_url"]["url"].startswith("data:image/png;base64,iVBOR")


def test_a_real_model_with_the_platform_inside(agent):
    result = agent("-q", "--max-tokens", "8", "--temperature", "0", "--usage", "Say hello.", platform=[])
    assert result.returncode == 0, result
    assert result.stdout.strip()
    assert "answer tokens" in result.stderr


# --- A conversation --------------------------------------------------------------------------------------------------


@pytest.fixture
def converse(home, directory, upstream):
    started = []

    def start(*arguments, platform=None, **variables):
        address = ["--base-url", upstream.url, "-m", "scripted"] if platform is None else platform
        conversation = Conversation(home, directory, *address, *map(str, arguments), command="agent", **variables)
        started.append(conversation)
        return conversation

    yield start
    for conversation in started:
        conversation.close()


@needs_terminal
def test_a_conversation_with_tools(converse, weather):
    conversation = converse("--tools", weather)
    assert "scripted at http://127.0.0.1" in conversation.wait_for_prompt()
    conversation.type("/tools\r")
    assert "get_weather: The weather in a city." in conversation.wait_for_prompt()
    conversation.type("How is the weather?\r")
    text = conversation.wait_for_prompt()
    assert '→ get_weather({"city": "Rome"})' in text and "← get_weather: sunny in Oslo (" in text
    assert "It is sunny in Rome and sunny in Oslo." in text
    conversation.type("/stats\r")
    assert "[2 requests, 20 prompt + " in conversation.wait_for_prompt()
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0
    assert "[2 requests, 20 prompt + " in conversation.text


@needs_terminal
def test_commands_change_what_the_model_knows(converse, upstream, tmp_path):
    conversation = converse("--system", "First.")
    conversation.wait_for_prompt()

    def known():
        return [message["content"] for message in upstream.requests[-1]["messages"]]

    for line in ("One", "/system Second.", "Two"):
        conversation.type(line + "\r")
        conversation.wait_for_prompt()
    assert known() == ["Second.", "One", "You said: One", "Two"]
    saved = tmp_path / "saved.json"
    conversation.type(f"/save {saved}\r")
    assert "5 messages in" in conversation.wait_for_prompt()
    for line in ("/undo", "Three"):
        conversation.type(line + "\r")
        conversation.wait_for_prompt()
    assert known() == ["Second.", "One", "You said: One", "Three"]
    for line in ("/clear", "Four"):
        conversation.type(line + "\r")
        conversation.wait_for_prompt()
    assert known() == ["Second.", "Four"]
    conversation.type(f"/load {saved}\r")
    assert "5 messages from" in conversation.wait_for_prompt()
    conversation.type("/load nothing-there.json\r")
    assert "cannot be read" in conversation.wait_for_prompt()
    conversation.type("Five\r")
    conversation.wait_for_prompt()
    assert known() == ["Second.", "One", "You said: One", "Two", "You said: Two", "Five"]
    for line, answer in (("/help", "/image FILE"), ("/nonsense", "no command"), ("/save", "Say which file")):
        conversation.type(line + "\r")
        assert answer in conversation.wait_for_prompt()
    conversation.type("/exit\r")
    assert conversation.wait_for_end() == 0


@needs_terminal
def test_an_image_goes_with_the_next_question(converse, upstream, tmp_path):
    image = tmp_path / "dot.gif"
    image.write_bytes(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
                      b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
    conversation = converse()
    conversation.wait_for_prompt()
    for line in (f"/image {image}", "What is it?", "And now?"):
        conversation.type(line + "\r")
        conversation.wait_for_prompt()
    contents = [message["content"] for message in upstream.requests[-1]["messages"] if message["role"] == "user"]
    assert contents[0][1]["image_url"]["url"].startswith("data:image/gif;base64,") and contents[1] == "And now?"
    conversation.type("/image nothing.png\r")
    conversation.wait_for_prompt()
    conversation.type("What is it?\r")
    assert "nothing.png" in conversation.wait_for_prompt()
    conversation.type("Hello\r")
    assert "You said: Hello" in conversation.wait_for_prompt()
    conversation.type("/exit\r")
    assert conversation.wait_for_end() == 0


@needs_terminal
def test_ctrl_c_ends_the_answer_and_keeps_what_had_come(converse, upstream):
    conversation = converse()
    conversation.wait_for_prompt()
    conversation.type("Tell a story\r")
    conversation.wait_for(lambda text: text.count("and then") > 2)
    conversation.type("\x03")
    conversation.wait_for_prompt(timeout=5)
    assert upstream.abandoned.wait(5)
    conversation.type("Hello\r")
    assert "You said: Hello" in conversation.wait_for_prompt()
    roles = [message["role"] for message in upstream.requests[-1]["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert "and then and then" in upstream.requests[-1]["messages"][1]["content"]
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


@needs_terminal
def test_ctrl_c_ends_a_single_answer_with_130(converse, tmp_path):
    history = tmp_path / "talk.json"
    conversation = converse("--history", history, "Tell a story")
    conversation.wait_for(lambda text: text.count("and then") > 2)
    conversation.type("\x03")
    assert conversation.wait_for_end() == 130
    assert [message["role"] for message in json.loads(history.read_text())] == ["user", "assistant"]


@needs_terminal
def test_ctrl_c_ends_a_tool(converse, tmp_path):
    slow = tool_file(tmp_path, [sys.executable, "-c", "import time; time.sleep(600)"])
    conversation = converse("--tools", slow)
    conversation.wait_for_prompt()
    conversation.type("How is the weather?\r")
    conversation.wait_for(lambda text: "→ get_weather" in text)
    conversation.type("\x03")
    conversation.wait_for_prompt(timeout=10)
    conversation.type("Hello\r")
    assert "You said: Hello" in conversation.wait_for_prompt()
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


@needs_terminal
def test_an_error_does_not_end_the_conversation(converse, upstream):
    conversation = converse()
    conversation.wait_for_prompt()
    conversation.type("fail\r")
    assert "9000 tokens" in conversation.wait_for_prompt()
    conversation.type("Hello\r")
    assert "You said: Hello" in conversation.wait_for_prompt()
    assert len(upstream.requests[-1]["messages"]) == 1
    conversation.type("/exit\r")
    assert conversation.wait_for_end() == 0


@needs_terminal
def test_a_conversation_is_kept_in_a_file(converse, tmp_path):
    history = tmp_path / "talk.json"
    conversation = converse("--history", history)
    conversation.wait_for_prompt()
    conversation.type("One\r")
    conversation.wait_for_prompt()
    # After each answer, so that nothing is lost whatever happens.
    assert len(json.loads(history.read_text())) == 2
    conversation.type("/exit\r")
    assert conversation.wait_for_end() == 0
    again = converse("--history", history)
    assert "2 messages" in again.wait_for_prompt()
    again.type("\x04")
    assert again.wait_for_end() == 0


@needs_terminal
def test_a_conversation_with_the_platform_inside(converse):
    conversation = converse("--max-tokens", "5", "--built-in-tools", platform=[])
    assert "smollm2" in conversation.wait_for_prompt()
    conversation.type("/tools\r")
    assert "calculate" in conversation.wait_for_prompt()
    conversation.type("Say hello.\r")
    conversation.wait_for_prompt()
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0
