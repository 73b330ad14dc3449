"""Vector indexes and vectors on the command line, with a platform and without one."""

import base64
import json
import subprocess

import pytest

from processes import binary, environment
from test_command_line_assistants import table


@pytest.fixture
def own_home(make_home):
    return make_home()


@pytest.fixture
def martlet(own_home, directory):
    """Runs `martlet vectors` on a data directory of its own."""

    def run(*arguments, input=None, status=0, **variables):
        result = subprocess.run(
            [binary(), "vectors", *map(str, arguments)], cwd=directory, env=environment(own_home, TZ="UTC", **variables),
            capture_output=True, text=True, timeout=120,
            **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}))
        assert result.returncode == status, result
        assert "Fatal" not in result.stderr and "\x1b" not in result.stdout + result.stderr, result
        return result

    return run


@pytest.fixture(params=["with a platform", "without one"])
def running(request, start_platform, own_home):
    """The platform of the data directory, or none; the commands are the same."""
    if request.param == "without one":
        yield None
        return
    platform = start_platform(home=own_home)
    yield platform
    assert platform.process.poll() is None, platform.text


@pytest.fixture
def platform(start_platform, own_home):
    return start_platform(home=own_home)


def test_a_story_in_numbers(running, martlet, tmp_path):
    # Indexes.
    assert martlet("index", "list").stderr == "There are no vector indexes.\n"
    notes = tmp_path / "notes.json"
    notes.write_text('{"team": "search"}')
    made = json.loads(martlet(
        "index", "create", "--name", "points", "--dimension", 2, "--metric", "dotproduct", "--cloud_provider", "aws",
        "--region", "us-east-1", "--index-type", "dedicated", "--metadata_file", notes, "--delete_protection",
        "--json").stdout)
    assert made["metric"] == "dot_product" and made["cloud_provider"] == "AWS" and made["delete_protection"] is True
    assert made["metadata"] == {"team": "search"} and made["index_type"] == "dedicated"
    other = martlet("index", "create", "other", "--dimension", 3).stdout.strip()
    header, *rows = table(martlet("index", "list"))
    assert header == ["id", "name", "dimension", "metric", "protected", "created"]
    assert [row[:5] for row in rows] == [
        [made["id"], "points", "2", "dot_product", "yes"], [other, "other", "3", "cosine", "no"]]
    page = martlet("index", "list", "--page", 2, "--page-size", 1)
    assert table(page)[1][0] == other and "2 in all" in page.stderr
    assert "already exists" in martlet("index", "create", "other", "--dimension", 3, status=65).stderr

    # By id and by name.
    assert json.loads(martlet("index", "get", made["id"], "--json").stdout) == made
    assert "us-east-1" in martlet("index", "get", "points").stdout
    assert martlet("index", "get", "none", status=65).stdout == ""
    encoded = base64.b64encode(b'{"a": 1}').decode()
    assert "no" in martlet("index", "update", "points", "--delete-protection", "false", "--metadata-b64", encoded).stdout
    assert json.loads(martlet("index", "get", "points", "--json").stdout)["metadata"] == {"a": 1}

    # Vectors.
    assert martlet("vector", "list", "points").stderr == "There are no vectors.\n"
    assert martlet(
        "vector", "upsert", "points", "--id", "x", "--embedding", "[1, 0]", "--metadata", '{"axis": "x"}'
    ).stdout == "x\n"
    vector = tmp_path / "vector.json"
    vector.write_text("[0, 2]")
    martlet("vector", "upsert", "points", "--id", "y", "--embedding-file", vector, "--delete-protection")
    unnamed = martlet("vector", "upsert", "points", input='{"embedding": [1, 1]}').stdout.strip()
    assert martlet("vector", "list", "points", "--ids-only").stdout.split() == ["x", "y", unnamed]
    header, *rows = table(martlet("vector", "list", "points"))
    assert header == ["id", "protected", "created", "metadata"]
    assert {(row[0], row[1], row[3]) for row in rows} == {
        ("x", "no", '{"axis":"x"}'), ("y", "yes", "-"), (unnamed, "no", "-")}
    some = json.loads(martlet("vector", "list", "points", "--vector_ids", "y,none,x", "--json").stdout)
    assert [vector["id"] for vector in some["vectors"]] == ["x", "y"]
    shown = json.loads(martlet("vector", "get", "points", "y", "--json").stdout)
    assert shown["embedding"] == [0, 2] and shown["delete_protection"] is True
    assert "[0.0000, 2.0000]" in martlet("vector", "get", "points", "y").stdout
    changed = martlet("vector", "update", "points", "y", "--metadata", '{"axis": "y"}').stdout
    assert '{"axis":"y"}' in changed

    # Searching.
    header, *rows = table(martlet("vector", "search", "points", "--vector", "[0, 1]", "--top_k", 2))
    assert header == ["score", "id", "metadata"]
    assert rows == [["2.0000", "y", '{"axis":"y"}'], ["1.0000", unnamed, "-"]]
    full = json.loads(martlet(
        "vector", "search", "points", "--include-values", "--filter", '{"axis": ["x", "z"]}', "--json",
        input="[1, 0]").stdout)
    assert [(hit["id"], hit["values"]) for hit in full["hits"]] == [("x", [1, 0])]
    assert martlet("vector", "search", "points", "--vector", "[1, 0]", "--filter", '{"axis": "w"}').stderr == (
        "Nothing was found.\n")
    assert "$like" in martlet(
        "vector", "search", "points", "--vector", "[1,0]", "--filter", '{"a": {"$like": 1}}', status=65).stderr
    assert "3" in martlet("vector", "search", "points", "--vector", "[1,0,0]", status=65).stderr

    # Deleting.
    assert martlet("vector", "delete", "points", "x").stdout == "deleted x\n"
    martlet("vector", "delete", "points", "x", status=65)
    kept = martlet("vector", "batch-delete", "points", "--vector-ids", f"y,{unnamed},none", status=65)
    assert kept.stdout == f"deleted {unnamed}\n" and "protected: y" in kept.stderr and "no none" in kept.stderr
    martlet("vector", "delete-all", "points", status=64)
    kept = martlet("vector", "delete-all", "points", "--confirm", status=65)
    assert kept.stdout == "deleted 0 vectors\n" and "y" in kept.stderr and "--force" in kept.stderr
    assert json.loads(martlet("vector", "delete-all", "points", "--confirm", "--force", "--json").stdout) == {
        "deleted_count": 1, "kept_ids": []}
    martlet("index", "update", "points", "--delete_protection", "true")
    assert "protected" in martlet("index", "delete", "points", status=65).stderr
    assert martlet("index", "delete", "points", other, "--force").stdout.split() == [
        "deleted", made["id"], "deleted", other]


def test_texts_are_found_by_their_meaning(platform, martlet):
    martlet("index", "create", "notes", "--dimension", 384)
    martlet("vector", "upsert-text", "notes", "Swifts sleep on the wing.", "--id", "swift", "--keep-text")
    martlet("vector", "upsert-text", "notes", "--text", "Bread is baked from flour.", "--id", "bread", "-m",
            "all-minilm-l6-v2", "--metadata", '{"kind": "food"}')
    martlet("vector", "upsert-text", "notes", "--id", "rain", input="Rain falls along the coast.\n")
    header, *rows = table(martlet("vector", "search-text", "notes", "Where do birds rest?", "--top-k", 2))
    assert header == ["score", "id", "metadata"]
    assert rows[0][1:] == ["swift", '{"text":"Swifts sleep on the wing."}'] and len(rows) == 2
    found = json.loads(martlet(
        "vector", "search-text", "notes", "--query", "loaf", "--filter", '{"kind": "food"}', "--json").stdout)
    assert [hit["id"] for hit in found["hits"]] == ["bread"] and found["usage"]["total_tokens"] > 0
    assert "no-such" in martlet("vector", "search-text", "notes", "q", "-m", "no-such", status=65).stderr


def test_what_embed_prints_can_be_searched_for_and_imported(platform, martlet, own_home, directory):
    martlet("index", "create", "notes", "--dimension", 384)

    def embed(*texts):
        return subprocess.run(
            [binary(), "embed", "--base-url", platform.url, *texts], cwd=directory, env=environment(own_home),
            capture_output=True, text=True, timeout=120, check=True).stdout

    assert martlet("vector", "import", "notes", input=embed("a cat", "a car")).stdout == "imported 2\n"
    header, *rows = table(martlet("vector", "search", "notes", input=embed("a kitten")))
    assert json.loads(rows[0][2]) == {"index": 0, "text": "a cat"} and len(rows) == 2


def test_an_import_of_many_lines(running, martlet, tmp_path):
    martlet("index", "create", "points", "--dimension", 2)
    file = tmp_path / "points.jsonl"
    file.write_text("\n".join(
        json.dumps({"id": number, "embedding": [number, 1], "title": f"point {number}"}) for number in range(1234)))
    for _ in range(2):
        # Again, it replaces.
        done = martlet("vector", "import", "points", file, "--batch-size", 500, "--json")
        assert json.loads(done.stdout) == {"upserted_count": 1234, "failed_count": 0, "errors": []}
    assert len(martlet("vector", "list", "points", "--ids-only").stdout.split()) == 1234
    shown = json.loads(martlet("vector", "get", "points", "7", "--json").stdout)
    assert shown["embedding"] == [7, 1] and shown["metadata"] == {"title": "point 7"}

    # A wrong line is found before anything is sent, in a file.
    file.write_text('{"id": "new", "embedding": [1, 1]}\n{"id": "b"}\n')
    wrong = martlet("vector", "import", "points", file, status=64)
    assert f"Line 2 of {file} has neither 'text' nor 'embedding'" in wrong.stderr
    martlet("vector", "get", "points", "new", status=65)
    # From standard input what comes before is in, and said.
    wrong = martlet("vector", "import", "points", "--batch-size", 1, input=file.read_text(), status=64)
    assert "Line 2 of Standard input" in wrong.stderr and "Before that, 1 were put in." in wrong.stderr
    martlet("vector", "get", "points", "new")
    # What the platform does not take of a batch is told.
    some = martlet("vector", "import", "points", status=65, input='{"embedding": [1, 2]}\n{"embedding": [1]}\n')
    assert some.stdout == "imported 1\n" and "1 could not be put in" in some.stderr
    assert "no lines" in martlet("vector", "import", "points", input="\n", status=64).stderr


def test_there_is_no_index_of_a_name(running, martlet):
    for arguments in (
            ("list", "none"), ("get", "none", "v"), ("upsert", "none", "--embedding", "[1]"), ("delete", "none", "v"),
            ("delete-all", "none", "--confirm"), ("search", "none", "--embedding", "[1]")):
        assert "none" in martlet("vector", *arguments, status=65).stderr
