"""The command line beyond plain questions: tools, schemas, pictures, vectors, sorting, continuing."""

import json
import subprocess

import pytest

from processes import binary, environment

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": {
            "type": "object", "properties": {"city": {"type": "string", "maxLength": 30}}, "required": ["city"],
            "additionalProperties": False,
        },
    },
}


@pytest.fixture
def martlet(home, directory):
    """Runs the command line with the platform inside: the shared one must not get a second engine."""

    def run(*arguments, input=None, timeout=120):
        return subprocess.run(
            [binary(), *arguments, "-q"], cwd=directory, env=environment(home), capture_output=True, text=True,
            timeout=timeout, **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}))

    return run


def write(directory, name, value):
    path = directory / name
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return str(path)


def test_a_call_is_printed(martlet, tmp_path):
    tools = write(tmp_path, "tool.json", WEATHER)
    result = martlet("chat", "Weather in Paris?", "--tool", tools, "--tool-choice", "get_weather", "--max-tokens", "80")
    assert result.returncode == 0, result
    assert result.stdout.startswith("get_weather({")
    assert "city" in json.loads(result.stdout[len("get_weather("):].rstrip()[:-1])


def test_a_tool_with_a_command_is_run(martlet, tmp_path):
    seen = tmp_path / "seen.json"
    tool = {**WEATHER, "command": ["sh", "-c", f"cat > '{seen}'; echo sunny"]}
    tools = write(tmp_path, "tools.json", [tool])
    result = martlet(
        "chat", "Weather in Paris?", "--tool", tools, "--tool-choice", "required", "--max-tokens", "80",
        "--temperature", "0")
    assert result.returncode == 0, result
    assert "city" in json.loads(seen.read_text())
    assert "get_weather(" in result.stderr
    assert result.stdout.strip() and "get_weather(" not in result.stdout


@pytest.mark.parametrize("content, words", [
    ("{", "not JSON"), ("{}", "no tool"), ({**WEATHER, "command": "ls"}, "array of strings"), (None, "cannot be read"),
])
def test_files_that_hold_no_tools(martlet, tmp_path, content, words):
    path = str(tmp_path / "none.json") if content is None else write(tmp_path, "tool.json", content)
    result = martlet("chat", "Hi", "--tool", path)
    assert result.returncode == 64, result
    assert words in result.stderr


def test_a_schema_is_followed(martlet, tmp_path):
    schema = {
        "type": "object", "properties": {"age": {"type": "integer", "maximum": 99}, "tall": {"type": "boolean"}},
        "required": ["age", "tall"], "additionalProperties": False,
    }
    result = martlet("chat", "A person as JSON.", "--schema", write(tmp_path, "schema.json", schema))
    assert result.returncode == 0, result
    assert set(json.loads(result.stdout)) == {"age", "tall"}


def test_the_same_seed_twice(martlet):
    texts = {martlet("chat", "A joke", "--seed", "5", "--temperature", "1", "--max-tokens", "12").stdout for _ in "ab"}
    assert len(texts) == 1


def test_stop_and_several_answers(martlet):
    result = martlet("chat", "Count to ten.", "--n", "2", "--max-tokens", "6", "--json", "--stop", "zzz")
    assert [choice["index"] for choice in json.loads(result.stdout)["choices"]] == [0, 1]
    plain = martlet("chat", "Count to ten.", "--n", "2", "--max-tokens", "6")
    assert plain.stdout.startswith("[1] ") and "[2] " in plain.stdout


@pytest.mark.parametrize("arguments, code, words", [
    (["--image", "/nowhere.png"], 64, "no file"), (["--image", __file__], 64, "image"),
    (["--image", "https://example.invalid/a.png"], 65, "mmproj"), (["--video", "https://example.invalid/a.mp4"], 65, "text"),
])
def test_pictures_that_cannot_be_seen(martlet, arguments, code, words):
    result = martlet("chat", "What is this?", *arguments)
    assert result.returncode == code, result
    assert words in result.stderr


def test_thoughts_can_be_asked_for(martlet):
    for flag in ("--think", "--no-think"):
        result = martlet("chat", "2 + 2?", flag, "--max-tokens", "8")
        assert result.returncode == 0 and result.stdout.strip(), result


def test_lines_become_vectors(martlet):
    result = martlet("embed", input="Birds fly.\n\nFish swim.\n")
    assert result.returncode == 0, result
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["text"] for line in lines] == ["Birds fly.", "Fish swim."]
    assert all(len(line["embedding"]) == 384 for line in lines)
    short = martlet("embed", "Birds fly.", "--dimensions", "8")
    assert len(json.loads(short.stdout)["embedding"]) == 8


def test_a_table_of_similarities(martlet):
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    result = martlet("embed", "--similarity", *texts)
    assert result.returncode == 0, result
    rows = [line.split() for line in result.stdout.splitlines()[1:]]
    assert [row[1:4] for row in rows] == [["1.00", "0.67", "0.10"], ["0.67", "1.00", "0.14"], ["0.10", "0.14", "1.00"]]
    table = json.loads(martlet("embed", "--similarity", "--json", *texts).stdout)
    assert table["texts"] == texts and abs(table["similarities"][0][1] - 0.666) < 0.001


def test_texts_are_sorted(martlet):
    result = martlet("rerank", "How do birds fly?", "Taxes are due.", "Wings give birds lift.", "Boil the pasta.")
    assert result.returncode == 0, result
    assert result.stdout.splitlines()[1].endswith("Wings give birds lift.")
    best = martlet("rerank", "How do birds fly?", "--top-k", "1", "--json", input="Taxes.\nWings give lift.\n")
    results = json.loads(best.stdout)["results"]
    assert [entry["index"] for entry in results] == [1]


def test_a_text_is_continued(martlet):
    result = martlet("complete", "Once upon a time", "--echo", "--max-tokens", "6", "--temperature", "0")
    assert result.returncode == 0, result
    assert result.stdout.startswith("Once upon a time") and len(result.stdout) > len("Once upon a time") + 5
    whole = martlet("complete", "--json", "--max-tokens", "3", input="Once upon")
    assert json.loads(whole.stdout)["object"] == "text_completion"


@pytest.mark.parametrize("command", ["embed", "complete", "rerank"])
def test_nothing_to_work_on(martlet, command):
    result = martlet(command, *(["what"] if command == "rerank" else []), input="\n" if command != "complete" else "")
    assert result.returncode == 64, result
    assert "nothing to" in result.stderr
