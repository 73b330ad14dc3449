"""The command line as scripts and pipes use it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest

from processes import HAS_PROC, binary, environment, is_alive, wait_until


@pytest.fixture
def martlet(home, directory):
    """Runs the command line."""

    def run(*arguments, input=None, home=home, timeout=120, **variables):
        return subprocess.run(
            [binary(), *arguments], cwd=directory, env=environment(home, **variables), capture_output=True, text=True,
            timeout=timeout, **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}))

    return run


@pytest.fixture
def asking(platform, martlet):
    """Runs the command line against the platform that the tests share."""

    def run(command, *arguments, **options):
        return martlet(command, "--base-url", platform.url, *arguments, **options)

    return run


# --- With the platform inside ----------------------------------------------------------------------------------------


def test_a_question_from_standard_input_with_the_platform_inside(martlet):
    result = martlet("chat", "--json", "--max-tokens", "40", input="Say hello\n")
    assert result.returncode == 0, result
    completion = json.loads(result.stdout)
    assert completion["choices"][0]["message"]["content"]
    assert "prompt_progress" not in completion
    assert "\x1b" not in result.stderr and "\r" not in result.stderr, "progress is plain where there is no terminal"


def test_the_platform_inside_streams_and_leaves_nothing_behind(martlet):
    result = martlet("chat", "Why is the sky blue?", "--temperature", "0", "--max-tokens", "12", "-q")
    assert result.returncode == 0, result
    # The words differ with the engine's build, the subject does not.
    assert "sky" in result.stdout and result.stdout.endswith("\n")
    assert "engine" not in result.stderr


def test_models_of_the_platform_inside(martlet):
    result = martlet("models", "--json")
    assert result.returncode == 0, result
    assert {"smollm2", "all-minilm-l6-v2"} <= {model["id"] for model in json.loads(result.stdout)["data"]}


@pytest.mark.skipif(not HAS_PROC, reason="looks at processes through /proc")
def test_kill_9_of_the_platform_inside_leaves_nothing_behind(home, directory):
    process = subprocess.Popen(
        [binary(), "chat", "Tell a long story."], cwd=directory, env=environment(home), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        from processes import descendants
        assert process.stdout.read(1)
        children = descendants(process.pid)
        assert children
    finally:
        process.kill()
        process.wait()
    assert wait_until(lambda: not any(is_alive(pid) for pid in children), 5)


@pytest.mark.skipif(not HAS_PROC, reason="looks at processes through /proc")
def test_sigint_ends_a_single_answer_with_130(home, directory):
    process = subprocess.Popen(
        [binary(), "chat", "Tell a long story."], cwd=directory, env=environment(home), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        from processes import descendants
        assert process.stdout.read(1)
        children = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=10)
        assert process.returncode == 130, error
        assert b"Fatal" not in error and b" error " not in error, error
        assert wait_until(lambda: not any(is_alive(pid) for pid in children), 5)
    finally:
        process.kill()


def test_nothing_installed_says_what_to_run(martlet, tmp_path):
    for command in (["chat", "hi"], ["models"]):
        result = martlet(*command, home=tmp_path, HOME=tmp_path, PATH="/usr/bin:/bin", MARTLET_LLAMA_SERVER="")
        assert result.returncode == 78, result
        assert "scripts/setup" in result.stderr and result.stdout == ""
        assert "Usage:" not in result.stderr


def test_an_engine_without_a_model_says_what_to_run(martlet, tmp_path, installed):
    (tmp_path / "engine").symlink_to(installed / "engine")
    result = martlet("chat", "hi", home=tmp_path)
    assert result.returncode == 78, result
    assert "scripts/setup" in result.stderr


# --- Against a platform ----------------------------------------------------------------------------------------------


def test_an_answer_is_streamed(platform, home, directory):
    process = subprocess.Popen(
        [binary(), "chat", "--base-url", platform.url, "Why is the sky blue?", "--temperature", "0", "--max-tokens",
         "40"], cwd=directory, env=environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    pieces = []
    while piece := os.read(process.stdout.fileno(), 65536):
        pieces.append(piece)
    assert process.wait(10) == 0
    assert len(pieces) >= 10, "the answer came in a few lumps"
    text = b"".join(pieces).decode()
    assert "sky" in text and text.endswith("\n") and not text.endswith("\n\n")


def test_no_stream_gives_the_same_text(asking):
    question = ["What is 2 + 2?", "--temperature", "0", "--max-tokens", "30"]
    streamed, whole = asking("chat", *question), asking("chat", *question, "--no-stream")
    assert streamed.returncode == whole.returncode == 0
    assert streamed.stdout == whole.stdout != ""


def test_json(asking):
    for arguments in ([], ["--no-stream"]):
        result = asking("chat", "Say hello", "--max-tokens", "8", "--json", *arguments)
        assert result.returncode == 0
        completion = json.loads(result.stdout)
        # The model may be done before the limit.
        assert completion["object"] == "chat.completion" and 1 <= completion["usage"]["completion_tokens"] <= 8
        assert result.stdout.count("\n") == 1


def test_the_prompt_and_standard_input_belong_together(asking):
    result = asking("chat", "Repeat this:", "--json", "--max-tokens", "1", input="word " * 200)
    alone = asking("chat", "Repeat this:", "--json", "--max-tokens", "1")
    tokens = [json.loads(r.stdout)["usage"]["prompt_tokens"] for r in (result, alone)]
    assert tokens[0] > tokens[1] + 150


def test_system_and_usage(asking):
    result = asking("chat", "Hello", "--system", "Answer as a pirate.", "--max-tokens", "8", "--usage")
    assert result.returncode == 0
    assert re.search(r"\b[1-8] answer tokens", result.stderr) and "smollm2" in result.stderr
    assert "tokens" not in result.stdout


def test_a_cut_off_answer_is_said(asking):
    result = asking("chat", "Tell a long story.", "--max-tokens", "3")
    assert result.returncode == 0 and "token limit" in result.stderr


def test_models(asking):
    result = asking("models")
    assert result.returncode == 0
    assert "smollm2" in result.stdout and "8192" in result.stdout and "embedding" in result.stdout
    assert json.loads(asking("models", "--json").stdout)["object"] == "list"
    assert json.loads(asking("models", "smollm2", "--json").stdout)["id"] == "smollm2"
    assert asking("models", "nobody").returncode == 65


def test_doctor(martlet, tmp_path):
    result = martlet("doctor", "--json")
    assert result.returncode == 0, result
    checks = {check["name"]: check for check in json.loads(result.stdout)}
    assert all(check["ok"] for check in checks.values())
    assert all(check["fix"] is None for check in checks.values()), "nothing is to be fixed"

    result = martlet("doctor", "--json", home=tmp_path, PATH="/usr/bin:/bin", MARTLET_LLAMA_SERVER="")
    assert result.returncode == 78, result
    missing = [check for check in json.loads(result.stdout) if not check["ok"]]
    assert len(missing) >= 2 and all(check["fix"] for check in missing)
    plain = martlet("doctor", home=tmp_path, PATH="/usr/bin:/bin", MARTLET_LLAMA_SERVER="")
    assert plain.stdout.count("scripts/setup") >= 1 and "MISSING" in plain.stdout


# --- Exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [
    ["chat", "--platform", "nowhere", "hi"], ["chat", "--temperature", "9", "hi"], ["chat", "--max-tokens", "0", "hi"],
    ["chat", "--frobnicate"], ["frobnicate"], ["chat"], ["chat", "  "], ["chat", "--timeout", "-1", "hi"],
    ["serve", "--port", "many"],
], ids=" ".join)
def test_wrong_usage_is_64(martlet, arguments):
    result = martlet(*arguments)
    assert result.returncode == 64, result
    assert result.stderr.startswith("Error:") and result.stdout == ""


def test_a_platform_that_is_not_there_is_69(martlet):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        for command in (["chat", "hi"], ["models"]):
            start = time.monotonic()
            result = martlet(command[0], "--base-url", f"http://127.0.0.1:{unused.getsockname()[1]}/v1", *command[1:])
            assert result.returncode == 69, result
            assert result.stderr.splitlines()[-1].startswith("martlet: "), result.stderr
            assert time.monotonic() - start < 30


@pytest.mark.parametrize("url", ["not a url", "ftp://127.0.0.1/v1", "http://", "127.0.0.1:80"])
def test_a_base_url_that_is_none_is_said(martlet, url):
    result = martlet("chat", "--base-url", url, "hi")
    assert result.returncode in (64, 78), result
    assert result.stderr and "Fatal" not in result.stderr


def test_a_server_that_is_no_platform_is_an_error(martlet):
    from test_upstream import Script
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>"
    script = Script(page, listing=page)
    try:
        url = f"http://127.0.0.1:{script.port}/v1"
        for arguments in (["chat", "hi"], ["chat", "hi", "--no-stream"], ["models"]):
            result = martlet(arguments[0], "--base-url", url, *arguments[1:])
            assert result.returncode in (69, 76), (arguments, result)
            assert result.stderr.splitlines()[-1].startswith("martlet: ")
    finally:
        script.close()


def test_a_wrong_key_is_77(martlet, start_platform):
    platform = start_platform(key="secret-key")
    result = martlet("models", "--base-url", platform.url)
    assert result.returncode == 77, result
    result = martlet("models", "--base-url", platform.url, MARTLET_API_KEY="wrong-key")
    assert result.returncode == 77 and "wrong-key" not in result.stderr, result
    result = martlet("models", "--base-url", platform.url, MARTLET_API_KEY="secret-key")
    assert result.returncode == 0, result
    for flag in ("--api-key", "--api_key"):
        result = martlet("models", "--base-url", platform.url, flag, "secret-key", MARTLET_API_KEY="wrong-key")
        assert result.returncode == 0, result.stderr
    # Without a platform to show it to, a key is a mistake.
    result = martlet("models", "--api-key", "secret-key")
    assert result.returncode == 64, result.stderr
    assert "--base-url" in result.stderr


def test_a_refused_request_is_65(asking):
    for arguments in (["--model", "nobody"], ["--model", "all-minilm-l6-v2"], ["blue sky " * 6000]):
        for more in ([], ["--json"], ["--no-stream"]):
            prompt = [] if arguments[0].startswith("blue") else ["hi"]
            result = asking("chat", *arguments, *prompt, *more)
            assert result.returncode == 65, result
            assert result.stdout == "" and result.stderr.splitlines()[-1].startswith("martlet: ")


def test_input_that_is_not_text_is_65(platform, home, directory):
    result = subprocess.run(
        [binary(), "chat", "--base-url", platform.url], input=b"\xff\xfe\x00", cwd=directory, env=environment(home),
        capture_output=True, timeout=30)
    assert result.returncode == 65 and b"UTF-8" in result.stderr


def test_a_stream_that_is_cut_off_is_76_and_what_came_is_shown(martlet):
    from test_upstream import Script, chunk, sse
    script = Script(sse(chunk("Hel"), chunk("lo")))
    try:
        result = martlet("chat", "--base-url", f"http://127.0.0.1:{script.port}/v1", "hi")
    finally:
        script.close()
    assert result.returncode == 76, result
    assert result.stdout == "Hello\n"


# --- Pipes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", ["", "--json", "--no-stream"])
def test_a_reader_that_goes_away_is_no_fault(platform, home, directory, arguments):
    command = f'"$0" chat --base-url {platform.url} "Tell a story." --max-tokens 60 {arguments} | head -c 10'
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, binary()], cwd=directory, env=environment(home),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert len(result.stdout) == 10
    assert result.returncode in (0, 141), result
    for word in ("Fatal", "Crash", "Thread", "Illegal"):
        assert word not in result.stderr


def test_closed_streams_are_no_fault(platform, home, directory):
    for redirection in (">&-", "2>&-", "<&-", ">/dev/full"):
        result = subprocess.run(
            ["bash", "-c", f'"$0" chat --base-url {platform.url} "Hello" --max-tokens 5 {redirection}', binary()],
            cwd=directory, env=environment(home), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        assert 0 <= result.returncode < 128, (redirection, result)
        assert "Fatal" not in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(martlet, shell, tmp_path):
    result = martlet("--generate-completion-script", shell)
    assert result.returncode == 0 and "martlet" in result.stdout
    if shutil.which(shell):
        script = tmp_path / "completions"
        script.write_text(result.stdout)
        check = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True)
        assert check.returncode == 0, check.stderr


def test_help_and_version(martlet):
    for arguments in (["--help"], ["chat", "--help"], ["serve", "--help"], ["models", "--help"], ["doctor", "--help"]):
        result = martlet(*arguments)
        assert result.returncode == 0 and "USAGE" in result.stdout
    assert martlet("--version").stdout.startswith("martlet ")
