"""What is remembered of users: the command line against a real platform with the default models."""

import json
import subprocess

import pytest

from processes import Platform, binary, environment

# What two users said, and questions in other words with the one word that the answer has.
CONVERSATIONS = {
    "ada": [
        ("user", "Hi, I'm Ada. I'm vegetarian, and I'm allergic to peanuts."), ("assistant", "Noted!"),
        ("user", "Next month I'm moving to Berlin with my dog Bruno."), ("assistant", "Good luck with the move!"),
    ],
    "bob": [
        ("user", "My name is Bob. My favourite food is a juicy steak."), ("assistant", "Noted!"),
        ("user", "I work night shifts as a nurse in a hospital."), ("assistant", "That must be hard."),
    ],
}
QUESTIONS = {
    "ada": {"Which nuts must be avoided?": "peanuts", "Are there any pets?": "Bruno", "What diet is it?": "vegetarian"},
    "bob": {"What would be a nice meal?": "steak", "What is the job?": "nurse"},
}


@pytest.fixture(scope="module")
def platform(make_home, directory):
    """A platform of its own, which loads both models."""
    platform = Platform(make_home(), directory)
    yield platform
    platform.stop()


@pytest.fixture(scope="module")
def martlet(platform, directory, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")

    def run(*arguments, input="", status=0):
        result = subprocess.run(
            [binary(), "memory", *map(str, arguments)], cwd=directory, capture_output=True, text=True, timeout=180,
            env=environment(home, MARTLET_BASE_URL=platform.url), input=input)
        assert result.returncode == status, result
        return result

    return run


def found(martlet, question, user, *more):
    return json.loads(martlet("search", question, "--user", user, "--json", *more).stdout)["results"]


@pytest.fixture(scope="module")
def told(martlet):
    """What was stored of each user."""
    stored = {}
    for user, said in CONVERSATIONS.items():
        messages = json.dumps([{"role": role, "content": text} for role, text in said])
        stored[user] = json.loads(martlet("add", "--messages", "-", "--user", user, "--json", input=messages).stdout)
    return stored


@pytest.mark.parametrize("user", CONVERSATIONS)
def test_no_fact_is_lost_and_none_is_made_up(told, user):
    addition = told[user]
    assert addition["outcome"] in ("extracted", "kept_statements"), addition
    stored = " ".join(result["memory"] for result in addition["results"])
    said = " ".join(text for role, text in CONVERSATIONS[user] if role == "user")
    for word in QUESTIONS[user].values():
        assert word in stored, addition
    for result in addition["results"]:
        words = result["memory"].lower().replace(",", " ").replace(".", " ").split()
        assert sum(word in said.lower() for word in words) >= 0.7 * len(words), (result, said)


@pytest.mark.parametrize("user, question, word", [
    (user, question, word) for user, questions in QUESTIONS.items() for question, word in questions.items()])
def test_facts_are_found_by_a_question_worded_differently(martlet, told, user, question, word):
    assert word not in question
    results = found(martlet, question, user, "--limit", 2, "--threshold", 0.1)
    assert any(word in result["memory"] for result in results), results


def test_two_users_never_see_each_others_memories(martlet, told):
    for user, other in (("ada", "bob"), ("bob", "ada")):
        theirs = {result["id"] for result in told[other]["results"]}
        for question in [*QUESTIONS[user], *QUESTIONS[other]]:
            results = found(martlet, question, user, "--threshold", 0, "--limit", 1000)
            assert results and not theirs & {result["id"] for result in results}
            assert {result["user_id"] for result in results} == {user}
        for foreign in theirs:
            martlet("get", foreign, "--user", user, status=65)
            martlet("update", foreign, "x", "--user", user, status=65)
            martlet("delete", foreign, "--user", user, status=65)
    assert martlet("users").stdout.split() == ["ada", "bob"]


def test_nothing_to_remember_is_said(martlet):
    messages = json.dumps([{"role": "user", "content": "Hello! What is the capital of France?"}])
    result = martlet("add", "--messages", "-", "--user", "eve", input=messages)
    assert result.stdout == "" and result.stderr.splitlines()[-1] == "There is nothing to remember."
    assert martlet("list", "--user", "eve").stderr == "There are no memories.\n"


def test_the_life_of_a_memory(martlet):
    added = json.loads(martlet(
        "add", "I prefer coding in Python", "--user_id", "cy", "--type", "semantic", "--metadata", '{"k": 1}',
        "--json").stdout)
    assert added["outcome"] == "stored"
    memory = added["results"][0]["id"]
    [result] = found(martlet, "What is the preferred programming language?", "cy")
    assert result["id"] == memory and result["score"] > 0.3 and result["metadata"] == {"k": 1}
    assert result["memory_type"] == "semantic"
    assert martlet("update", memory, "I prefer coding in Swift", "--user", "cy").stdout == (
        f"Memory {memory} updated successfully!\n")
    assert "I prefer coding in Swift" in martlet("get", memory, "--user", "cy").stdout
    assert "semantic" in martlet("list", "--user", "cy").stdout
    assert json.loads(martlet("stats", "--user", "cy", "--json").stdout)["semantic_count"] == 1
    assert martlet("delete", memory, "--user", "cy").stdout == f"Memory {memory} deleted successfully!\n"
    martlet("get", memory, "--user", "cy", status=65)


def test_delete_all_wants_to_be_confirmed(martlet):
    martlet("add", "one", "two", "--user", "dee")
    martlet("delete-all", "--user", "dee", status=64)
    assert json.loads(martlet("stats", "--user", "dee", "--json").stdout)["total_memories"] == 2
    assert martlet("delete-all", "--user", "dee", "--confirm").stdout == "Deleted 2 memories for user dee\n"
    assert martlet("list", "--user", "dee").stderr == "There are no memories.\n"
