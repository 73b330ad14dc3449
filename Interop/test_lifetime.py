"""How the platform and its engine begin and end."""

import json
import signal
import subprocess
import time

import pytest

from conftest import needs_proc
from processes import binary, chat_body, descendants, environment, is_alive, refuses_connections, wait_until
from raw import Stream, error_of

pytestmark = needs_proc


def streaming(platform, tokens):
    stream = Stream(
        platform.port, "/v1/chat/completions",
        chat_body("Tell a long story about the sea.", stream=True, ignore_eos=True, max_tokens=tokens))
    stream.until_text()
    return stream


def test_kill_9_of_the_platform_leaves_nothing_behind(start_platform):
    platform = start_platform()
    engine = platform.engine()
    children = descendants(platform.pid)
    stream = streaming(platform, 4000)
    platform.signal(signal.SIGKILL)
    assert wait_until(lambda: not is_alive(engine.pid), 5), "llama-server outlived the platform"
    assert wait_until(lambda: not any(is_alive(pid) for pid in children), 5)
    stream.close()


def test_sigterm_of_an_idle_platform_ends_it_at_once(start_platform):
    platform = start_platform()
    engine = platform.engine()
    start = time.monotonic()
    platform.signal(signal.SIGTERM)
    assert platform.process.wait(10) == 0, platform.text
    assert time.monotonic() - start < 4
    assert not is_alive(engine.pid)


def test_sigterm_of_a_platform_that_was_never_asked(start_platform):
    platform = start_platform()
    platform.signal(signal.SIGTERM)
    assert platform.process.wait(5) == 0, platform.text


def test_sigterm_with_open_connections_that_are_silent(start_platform):
    """A connection that is kept alive between two requests holds nothing up."""
    import http.client

    platform = start_platform()
    connection = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=10)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    platform.signal(signal.SIGTERM)
    assert platform.process.wait(8) == 0, platform.text
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_sigterm_lets_answers_end_first(start_platform, number):
    platform = start_platform()
    engine = platform.engine()
    whole = subprocess.Popen(
        ["curl", "--noproxy", "*", "-sS", platform.url + "/chat/completions", "-d",
         chat_body("Tell a story.", ignore_eos=True, max_tokens=100)], stdout=subprocess.PIPE)
    assert wait_until(engine.busy_slots, 20, interval=0.26)
    with streaming(platform, 150) as stream:
        platform.signal(number)
        assert wait_until(lambda: refuses_connections(platform.port), 5), "it still takes new connections"
        events = stream.rest()
    assert events[-1] == "[DONE]", events[-2:]
    assert error_of(events) is None
    assert json.loads(events[-2])["choices"][0]["finish_reason"] == "length"
    answer = json.loads(whole.communicate(timeout=30)[0])
    assert answer["choices"][0]["finish_reason"] == "length", answer
    assert platform.process.wait(10) == 0, platform.text
    assert not is_alive(engine.pid)


def test_a_crash_of_the_engine_is_mended_with_the_next_request(start_platform):
    platform = start_platform()
    engine = platform.engine()
    subprocess.run(["kill", "-9", str(engine.pid)], check=True)
    reply = platform.chat(max_tokens=3)
    assert reply.status == 200, reply
    assert platform.engine().pid != engine.pid
    # And for a stream.
    subprocess.run(["kill", "-9", str(platform.engine().pid)], check=True)
    with Stream(platform.port, "/v1/chat/completions", chat_body(stream=True, max_tokens=3)) as stream:
        assert stream.rest()[-1] == "[DONE]"


def test_a_crash_of_the_engine_in_mid_stream_is_an_error_and_no_end(start_platform):
    platform = start_platform()
    engine = platform.engine()
    with streaming(platform, 4000) as stream:
        subprocess.run(["kill", "-9", str(engine.pid)], check=True)
        events = stream.rest()
    assert "[DONE]" not in events
    error = error_of(events)
    assert error and error["message"] and error["type"] == "server_error", events[-2:]
    assert all(json.loads(event).get("error") or not any(
        choice["finish_reason"] for choice in json.loads(event)["choices"]) for event in events)
    platform.check_answers()


def test_a_crash_of_the_engine_during_a_whole_answer_is_answered(start_platform):
    platform = start_platform()
    engine = platform.engine()
    process = subprocess.Popen(
        ["curl", "--noproxy", "*", "-sS", "-w", "\n%{http_code}", platform.url + "/chat/completions", "-d",
         chat_body("Tell a story.", ignore_eos=True, max_tokens=300)], stdout=subprocess.PIPE)
    assert wait_until(engine.busy_slots, 10, interval=0.26)
    subprocess.run(["kill", "-9", str(engine.pid)], check=True)
    body, _, status = process.communicate(timeout=60)[0].decode().rpartition("\n")
    answer = json.loads(body)
    assert status in ("200", "502"), (status, answer)
    assert answer.get("choices") or answer["error"]["message"]
    platform.check_answers()


def test_a_model_that_is_broken_is_a_clear_error(start_platform, installed, tmp_path):
    """And it does not take the platform, or the models that are whole, with it."""
    (tmp_path / "smollm2.gguf").symlink_to(installed / "models" / "smollm2.gguf")
    with open(installed / "models" / "smollm2.gguf", "rb") as source:
        (tmp_path / "broken.gguf").write_bytes(source.read(8_000_000))
    (tmp_path / "noise.gguf").write_bytes(b"GGUF" + bytes(range(256)) * 40)
    (tmp_path / "empty.gguf").write_bytes(b"")
    platform = start_platform("--models", tmp_path)
    assert "smollm2" in [model["id"] for model in platform.request("GET", "/v1/models").json()["data"]]
    for model in ("broken", "noise", "empty"):
        reply = platform.chat(model=model)
        assert reply.status in (404, 503), reply
        assert reply.error["message"]
    platform.check_answers()


def test_a_model_that_is_dropped_in_is_served(start_platform, installed, tmp_path):
    platform = start_platform("--models", tmp_path)
    assert platform.chat(model="dropped").status == 404
    (tmp_path / "dropped.gguf").symlink_to(installed / "models" / "smollm2.gguf")
    assert wait_until(lambda: platform.chat(model="dropped", max_tokens=1).status == 200, 10, interval=1)


def test_an_unused_model_is_unloaded(start_platform):
    platform = start_platform(MARTLET_IDLE_SECONDS=1)
    engine = platform.engine()
    assert wait_until(lambda: not is_alive(engine.pid), 15), "the engine is still there"
    assert platform.engine().pid != engine.pid


def run(home, directory, *arguments, **variables):
    return subprocess.run(
        [binary(), *arguments], cwd=directory, env=environment(home, **variables), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.invalid"])
def test_t72_another_address_than_loopback_needs_a_key(make_home, directory, host):
    result = run(make_home(), directory, "serve", "--host", host, "--port", "0")
    assert result.returncode == 78, result
    assert "MARTLET_API_KEY" in result.stderr and host in result.stderr
    assert "Fatal" not in result.stderr and len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("keys", [",,", " ", ", ,"])
def test_t72_an_empty_key_is_none(make_home, directory, keys):
    process = subprocess.Popen(
        [binary(), "serve", "--host", "0.0.0.0", "--port", "0"], cwd=directory, stdin=subprocess.DEVNULL,
        env=environment(make_home(), MARTLET_API_KEY=keys), stderr=subprocess.PIPE, text=True)
    try:
        assert "MARTLET_API_KEY" in process.stderr.readline()
        assert process.wait(5) == 78
    finally:
        process.kill()
        process.wait()


def test_a_port_that_is_taken(platform, make_home, directory):
    result = run(make_home(), directory, "serve", "--port", str(platform.port))
    assert result.returncode == 69, result
    assert str(platform.port) in result.stderr and "--port" in result.stderr


@pytest.mark.parametrize("arguments, words", [
    (["--port", "70000"], "port"), (["--config", "nowhere.yaml"], "nowhere.yaml"),
    (["--upstream", "not a url"], "not a url"),
])
def test_a_wrong_configuration_is_said(home, directory, arguments, words):
    result = run(home, directory, "serve", *arguments)
    assert result.returncode == 78, result
    assert words in result.stderr


def test_print_config_says_where_a_setting_comes_from(home, tmp_path):
    (tmp_path / "martlet.yaml").write_text("port: 9001\nparallel: 2\nlog_level: debug\nupstream_api_key: topsecret\n")
    result = run(
        home, tmp_path, "serve", "--print-config", "--port", "9003", MARTLET_PARALLEL="3", MARTLET_API_KEY="alsosecret")
    assert result.returncode == 0, result
    rows = {line.split()[0]: line for line in result.stdout.splitlines() if line.strip()}
    assert "9003" in rows["port"] and "flag" in rows["port"]
    assert " 3 " in rows["parallel"] and "environment" in rows["parallel"]
    assert "debug" in rows["log_level"] and "martlet.yaml" in rows["log_level"]
    assert "127.0.0.1" in rows["host"] and "default" in rows["host"]
    assert str(home) in rows["home"] and "environment" in rows["home"]
    assert "secret" not in result.stdout.replace("[hidden]", "")


def test_the_configuration_file_holds(home, directory, tmp_path, start_platform):
    file = tmp_path / "other.yaml"
    file.write_text("api_key: from-the-file\n")
    platform = start_platform("--config", file)
    assert platform.request("GET", "/v1/models").status == 401
    assert platform.request("GET", "/v1/models", headers={"Authorization": "Bearer from-the-file"}).status == 200
