"""The keys of the platform, and whose objects they open."""

import json
import subprocess

import pytest

from processes import binary, environment
from upstream import Upstream

NOTHING = {"object": "list", "data": []}


@pytest.fixture(scope="module")
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture
def own_home(make_home):
    return make_home()


@pytest.fixture
def keys(own_home, directory):
    """Runs `martlet keys`."""

    def run(*arguments, home=own_home):
        return subprocess.run(
            [binary(), "keys", *arguments], cwd=directory, env=environment(home), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=30)

    return run


@pytest.fixture
def make_key(keys):
    """Makes a key and returns it, with what is known of it."""

    def make(*arguments):
        result = keys("create", *arguments, "--json")
        assert result.returncode == 0 and result.stderr == "", result
        made = json.loads(result.stdout)
        return made.pop("key"), made

    return make


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def check_refused(reply):
    assert reply.status == 401, reply
    assert reply.error["type"] == "authentication_error" and reply.error["code"] == "invalid_api_key"


# --- The command -----------------------------------------------------------------------------------------------------


def test_a_key_is_made_listed_and_revoked(keys):
    empty = keys("list")
    assert empty.returncode == 0 and empty.stdout == "" and "no keys" in empty.stderr
    made = keys("create", "laptop", "--account", "ada")
    assert made.returncode == 0, made
    key, = made.stdout.splitlines()
    assert key.startswith("sk-martlet-") and len(key) > 40
    assert "ada" in made.stderr and key not in made.stderr
    header, row = keys("list").stdout.splitlines()
    assert header.split() == ["id", "name", "account", "key", "made", "revoked"]
    cells = row.split()
    assert cells[1:4] == ["laptop", "ada", "…" + key[-4:]] and cells[-1] == "-"
    revoked = keys("revoke", cells[0])
    assert revoked.returncode == 0 and revoked.stdout == "" and "laptop" in revoked.stderr
    assert keys("list").stdout.splitlines()[1].split()[-1] != "-"


def test_programs_get_json(keys, make_key):
    key, made = make_key("ci")
    assert set(made) == {"id", "object", "name", "account", "ending", "created_at", "revoked_at"}
    assert (made["object"], made["name"], made["account"], made["revoked_at"]) == ("api_key", "ci", "default", None)
    assert made["ending"] == key[-4:]
    assert json.loads(keys("list", "--json").stdout) == [made]
    revoked = json.loads(keys("revoke", made["id"], "--json").stdout)
    assert revoked["revoked_at"] >= made["created_at"] and {**revoked, "revoked_at": None} == made
    assert json.loads(keys("list", "--json").stdout) == [revoked]


def test_two_keys_are_never_the_same(make_key):
    assert len({make_key()[0] for _ in range(5)}) == 5


@pytest.mark.parametrize("arguments, status", [
    (["revoke", "key_nobody"], 65), (["create", "a", "--account", "a b"], 64), (["create", "a", "--account", ""], 64),
    (["revoke"], 64),
], ids=str)
def test_what_is_wrong_with_a_command_is_said(keys, arguments, status):
    result = keys(*arguments)
    assert result.returncode == status and result.stdout == "" and len(result.stderr) > 20, result


# --- What a key opens ------------------------------------------------------------------------------------------------


def test_keys_hold_at_once_while_the_platform_runs(start_platform, upstream, own_home, keys, make_key):
    platform = start_platform("--upstream", upstream.url, home=own_home)
    assert platform.request("GET", "/v1/threads").json() == NOTHING
    for _ in range(3):
        key, made = make_key()
        for path in ("/v1/threads", "/v1/models", "/v1/assistants", "/metrics"):
            check_refused(platform.request("GET", path))
        check_refused(platform.request("GET", "/v1/threads", headers=bearer(key + "x")))
        assert platform.request("GET", "/v1/threads", headers=bearer(key)).status == 200
        assert keys("revoke", made["id"]).returncode == 0
        check_refused(platform.request("GET", "/v1/threads", headers=bearer(key)))
    # "also when all keys are revoked"
    check_refused(platform.request("GET", "/v1/threads"))
    assert platform.request("GET", "/healthz").status == 200


def test_the_keys_of_the_configuration_are_the_default_accounts(start_platform, upstream, own_home, make_key):
    mine, _ = make_key()
    other, _ = make_key("other", "--account", "other")
    platform = start_platform("--upstream", upstream.url, home=own_home, key="configured-key")
    thread = platform.request("POST", "/v1/threads", b"{}").json()
    assert platform.request("GET", "/v1/threads", headers=bearer(mine)).json()["data"] == [thread]
    assert platform.request("GET", "/v1/threads", headers=bearer(other)).json() == NOTHING


def test_what_a_revoked_key_made_stays_its_accounts(start_platform, upstream, own_home, keys, make_key):
    platform = start_platform("--upstream", upstream.url, home=own_home)
    first, made = make_key("old", "--account", "ada")
    thread = platform.request("POST", "/v1/threads", b"{}", headers=bearer(first)).json()
    assert keys("revoke", made["id"]).returncode == 0
    second, _ = make_key("new", "--account", "ada")
    assert platform.request("GET", f"/v1/threads/{thread['id']}", headers=bearer(second)).json() == thread


@pytest.fixture
def two_accounts(start_platform, upstream, own_home, make_key):
    """A platform, and how Ada and Ben ask it."""
    platform = start_platform("--upstream", upstream.url, home=own_home)

    def asking(key):
        def ask(method, path, body=None):
            return platform.request(
                method, path, None if body is None else json.dumps(body).encode(), headers=bearer(key))
        return ask

    return asking(make_key("a", "--account", "ada")[0]), asking(make_key("b", "--account", "ben")[0])


def test_what_is_another_accounts_is_not_there(two_accounts, upstream):
    ada, ben = two_accounts

    def made(ask, path, body):
        reply = ask("POST", path, body)
        assert reply.status == 200, reply
        return reply.json()

    def all_of(ask):
        assistant = made(ask, "/v1/assistants", {"name": "A", "instructions": "I."})["id"]
        thread = made(ask, "/v1/threads", {})["id"]
        made(ask, f"/v1/threads/{thread}/messages", {"role": "user", "content": "Hello"})
        run = made(ask, f"/v1/threads/{thread}/runs", {"assistant_id": assistant})["id"]
        return assistant, thread, run

    upstream.hold()
    assistant, thread, run = all_of(ada)
    own_assistant, own_thread, _ = all_of(ben)
    hello = {"role": "user", "content": "Hi"}
    about = {"name": "B", "instructions": "J."}
    attempts = [
        ("GET", f"/v1/assistants/{assistant}", None), ("PUT", f"/v1/assistants/{assistant}", about),
        ("GET", f"/v1/assistants/{assistant}/threads", None), ("DELETE", f"/v1/assistants/{assistant}", None),
        ("GET", f"/v1/threads/{thread}", None), ("DELETE", f"/v1/threads/{thread}", None),
        ("GET", f"/v1/threads/{thread}/messages", None), ("POST", f"/v1/threads/{thread}/messages", hello),
        ("POST", f"/v1/threads/{thread}/messages/bulk", {"messages": [hello]}),
        ("GET", f"/v1/threads/{thread}/runs", None), ("GET", f"/v1/threads/{thread}/runs/{run}", None),
        ("POST", f"/v1/threads/{thread}/runs/{run}/cancel", None),
        ("POST", f"/v1/threads/{thread}/runs", {"assistant_id": own_assistant}),
        ("POST", f"/v1/threads/{own_thread}/runs", {"assistant_id": assistant}),
        ("GET", f"/v1/threads/{own_thread}/runs/{run}", None),
        ("POST", f"/v1/threads/{own_thread}/runs/{run}/cancel", None),
    ]

    def same(text):
        """An answer about something, as if about nothing in particular."""
        for name in (assistant, thread, run):
            text = text.replace(name, "nobody")
        return text

    for method, path, body in attempts:
        reply = ben(method, path, body)
        assert reply.status == 404 and reply.error["type"] == "invalid_request_error", (method, path, reply)
        # Nobody learns that it is somebody's: what there is not at all has the same answer.
        nothing = ben(method, same(path), None if body is None else json.loads(same(json.dumps(body))))
        assert nothing.status == 404 and json.loads(same(reply.body.decode())) == nothing.json(), (reply, nothing)

    def ids(ask, path):
        return [element["id"] for element in ask("GET", path).json()["data"]]

    assert (ids(ben, "/v1/threads"), ids(ben, "/v1/assistants")) == ([own_thread], [own_assistant])
    assert (ids(ada, "/v1/threads"), ids(ada, "/v1/assistants")) == ([thread], [assistant])
    # Nothing of it was changed.
    assert ada("GET", f"/v1/assistants/{assistant}").json()["name"] == "A"
    assert len(ids(ada, f"/v1/threads/{thread}/messages")) == 1 and ids(ada, f"/v1/threads/{thread}/runs") == [run]
    assert ada("GET", f"/v1/threads/{thread}/runs/{run}").json()["status"] in ("queued", "in_progress")
    upstream.release()


def test_another_accounts_assistant_answers_no_chat(start_platform, own_home, make_key):
    platform = start_platform(home=own_home)
    ada, ben = (bearer(make_key(name, "--account", name)[0]) for name in ("ada", "ben"))
    assistant = platform.request(
        "POST", "/v1/assistants", b'{"name":"A","instructions":"I."}', headers=ada).json()["id"]
    reply = platform.request("POST", "/v1/chat/completions", json.dumps(
        {"messages": [{"role": "user", "content": "Hi"}], "assistant_id": assistant}), headers=ben)
    assert reply.status == 404 and reply.error["type"] == "invalid_request_error", reply


# --- Other addresses than this machine's -----------------------------------------------------------------------------


def test_t72_a_stored_key_is_enough_for_another_address(start_platform, upstream, own_home, directory, make_key):
    def serve():
        return subprocess.run(
            [binary(), "serve", "--host", "0.0.0.0", "--port", "0", "--upstream", upstream.url], cwd=directory,
            env=environment(own_home), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)

    refused = serve()
    assert refused.returncode == 78 and "martlet keys create" in refused.stderr, refused
    key, _ = make_key()
    platform = start_platform("--host", "0.0.0.0", "--upstream", upstream.url, home=own_home)
    check_refused(platform.request("GET", "/v1/threads"))
    assert platform.request("GET", "/v1/threads", headers=bearer(key)).status == 200
    platform.stop()


# --- Where a key is not ----------------------------------------------------------------------------------------------


def test_a_key_is_in_no_file_and_in_no_log(start_platform, upstream, own_home, keys, make_key):
    first, made = make_key("first")
    platform = start_platform(
        "--upstream", upstream.url, home=own_home, MARTLET_LOG_LEVEL="trace", key="the-configured-secret")
    second, _ = make_key("second", "--account", "ada")
    for key in (first, second, "the-configured-secret", "a-wrong-secret-key"):
        for method, path, body in (
            ("GET", "/v1/threads", None), ("POST", "/v1/threads", b"{}"), ("POST", "/v1/threads", b"{"),
            ("GET", "/v1/nothing", None), ("POST", "/v1/chat/completions", b'{"messages":[]}'),
        ):
            assert platform.request(method, path, body, headers=bearer(key)).status in (200, 400, 401, 404)
    assert keys("revoke", made["id"]).returncode == 0
    check_refused(platform.request("GET", "/v1/threads", headers=bearer(first)))
    said = keys("list").stdout + keys("list", "--json").stdout

    def check(place, text):
        for key in (first, second, "the-configured-secret", "a-wrong-secret-key"):
            assert key.encode() not in text, f"a key is in {place}"
            assert key[10:].encode() not in text, f"a part of a key is in {place}"

    def check_files():
        files = [file for file in own_home.iterdir() if file.is_file() and not file.is_symlink()]
        assert "martlet.sqlite" in [file.name for file in files]
        for file in files:
            check(file, file.read_bytes())

    check_files()
    platform.stop()
    check_files()
    check("the log", platform.text.encode())
    check("the list", said.encode())
    assert "debug" in platform.text or "trace" in platform.text, "the log is a thorough one"
