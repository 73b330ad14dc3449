"""The Codex command line by itself, which speaks the Responses API and no other, over the platform."""

import json
import os
import subprocess

import pytest

from processes import Platform
from scripted import ScriptedUpstream

CODEX = os.environ.get("MARTLET_CODEX", "")
pytestmark = pytest.mark.skipif(
    not os.access(CODEX, os.X_OK),
    reason="there is no Codex command line: scripts/setup --interop brings one to Linux on x86-64")

# What makes an agent a chat: its own prompt and tools are left out.
AS_CHAT = [
    "--disable", "shell_tool", "--disable", "multi_agent", "--disable", "goals", "--disable", "apps", "--disable",
    "plugins"]
AS_CHAT_SETTINGS = {
    "instructions": '"You are a helpful assistant."', "include_permissions_instructions": "false",
    "include_environment_context": "false", "include_apps_instructions": "false", "skills.include_instructions": "false",
    "orchestrator.skills.enabled": "false", "web_search": '"disabled"', "project_doc_max_bytes": "0",
    "tools.update_plan.enabled": "false", "tools.experimental_request_user_input.enabled": "false"}


@pytest.fixture
def platform(steady_platform):
    return steady_platform


@pytest.fixture
def codex(tmp_path):
    """Runs one turn, and returns its exit code and its events."""

    def run(url, prompt, *arguments, model="smollm2", settings=None):
        home, work = tmp_path / "home", tmp_path / "work"
        for directory in (home, work):
            directory.mkdir(exist_ok=True)
        provider = (f'{{name="local",base_url="{url}",wire_api="responses",request_max_retries=0,'
                    'stream_max_retries=0}')
        settings = {
            "model_providers.local": provider, "model_provider": '"local"', "analytics.enabled": "false",
            "check_for_update_on_startup": "false", **(settings or {})}
        changes = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        result = subprocess.run(
            [CODEX, "exec", "--json", "--ephemeral", "--skip-git-repo-check", "--color", "never", "-s", "read-only",
             "-C", str(work), "-m", model, "--disable", "unified_exec", "--disable", "shell_snapshot", *arguments,
             *changes, "-"],
            input=prompt, capture_output=True, text=True, timeout=180, cwd=work,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "CODEX_HOME": str(home), "NO_COLOR": "1"})
        return result.returncode, [json.loads(line) for line in result.stdout.splitlines()]

    return run


def messages(events):
    return [event["item"]["text"] for event in events
            if event["type"] == "item.completed" and event["item"]["type"] == "agent_message"]


def test_answers_a_chat(platform, codex):
    code, events = codex(
        platform.url, "Say hello in one short sentence.", *AS_CHAT, settings=AS_CHAT_SETTINGS)
    assert code == 0, events
    assert len(messages(events)) == 1 and messages(events)[0].strip()
    assert events[-1]["type"] == "turn.completed"
    assert events[-1]["usage"]["input_tokens"] > 0 and events[-1]["usage"]["output_tokens"] > 0


def test_t64_a_prompt_that_is_too_long_is_told_with_both_numbers(platform, codex):
    code, events = codex(platform.url, "swift " * 20_000, *AS_CHAT, settings=AS_CHAT_SETTINGS)
    assert code == 1
    assert events[-1]["type"] == "turn.failed"
    error = json.loads(events[-1]["error"]["message"])["error"]
    assert error["code"] == "context_length_exceeded" and "8192" in error["message"]


def test_its_tools_go_round(make_home, directory, codex):
    upstream = ScriptedUpstream()
    front = Platform(make_home(), directory, "--upstream", upstream.url)
    try:
        # The calls lack what the tool needs, and so nothing is run: Codex says so to the model.
        code, events = codex(front.url, "weather", model="scripted")
        assert code == 0, events
        assert messages(events)[-1].startswith("It is "), events
        first, second = upstream.requests
        assert first["messages"][0]["role"] == "system" and len(first["messages"][0]["content"]) > 1_000
        names = [tool["function"]["name"] for tool in first["tools"]]
        assert "shell_command" in names and all(tool["type"] == "function" for tool in first["tools"])
        assert [message["role"] for message in second["messages"][-3:]] == ["assistant", "tool", "tool"]
        assert [call["id"] for call in second["messages"][-3]["tool_calls"]] == ["call_Rome", "call_Oslo"]
    finally:
        front.stop()
        upstream.close()
