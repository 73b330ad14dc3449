"""A conversation on a terminal."""

import re
import sys

import pytest

from terminal import Conversation

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def converse(home, directory, platform):
    started = []

    def start(*arguments, embedded=False, **variables):
        address = [] if embedded else ["--base-url", platform.url]
        conversation = Conversation(home, directory, *address, *arguments, **variables)
        started.append(conversation)
        return conversation

    yield start
    for conversation in started:
        conversation.close()


def test_a_conversation(converse, platform):
    conversation = converse("--temperature", "0", "--max-tokens", "12")
    assert "smollm2" in conversation.wait_for_prompt()
    conversation.type("Say hello in one short sentence.\r")
    assert conversation.wait_for_prompt().partition("sentence.")[2].strip("> \r\n")
    conversation.type("Why is the sky blue?\r")
    assert conversation.wait_for_prompt().partition("blue?")[2].strip("> \r\n")
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


def test_the_model_knows_what_was_said_before(converse):
    conversation = converse("--temperature", "0", "--max-tokens", "4", "--usage")
    conversation.wait_for_prompt()
    counts = []
    for command in ("Say hello.", "Say hello.", "/clear", "Say hello."):
        conversation.type(command + "\r")
        text = conversation.wait_for_prompt()
        found = re.search(r"(\d+) prompt \+", text)
        if found:
            counts.append(int(found[1]))
    assert len(counts) == 3
    assert counts[1] > counts[0] and counts[2] == counts[0]


def test_ctrl_c_ends_the_answer_and_not_the_program(converse, platform):
    conversation = converse("--temperature", "0")
    conversation.wait_for_prompt()
    conversation.type("Tell a very long story about the sea, in many chapters.\r")
    # The question is echoed; some words of the answer follow it.
    conversation.wait_for(lambda text: len(text.partition("chapters.")[2].split()) > 5)
    conversation.type("\x03")
    conversation.wait_for_prompt(timeout=5)
    conversation.type("Say hello in one short sentence.\r")
    assert conversation.wait_for_prompt().strip("> \r\n")
    conversation.type("\x03")
    conversation.wait_for_prompt(timeout=5)
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


def test_ctrl_c_while_the_model_reads_the_question(converse):
    conversation = converse("--system", "The sea is deep and grey today. " * 600)
    conversation.wait_for_prompt()
    conversation.type("Hello?\r")
    conversation.wait_for(lambda text: "think" in text)
    conversation.type("\x03")
    conversation.wait_for_prompt(timeout=5)
    conversation.type("/exit\r")
    assert conversation.wait_for_end() == 0


def test_commands(converse):
    conversation = converse("--max-tokens", "3")
    conversation.wait_for_prompt()
    conversation.type("/help\r")
    assert "/clear" in conversation.wait_for_prompt()
    conversation.type("/nonsense\r")
    assert "no command" in conversation.wait_for_prompt()
    conversation.type("\r")
    conversation.wait_for_prompt()
    conversation.type("/exit\r")
    assert conversation.wait_for_end() == 0


def test_an_error_does_not_end_the_conversation(converse):
    conversation = converse("--model", "nobody")
    conversation.wait_for_prompt()
    conversation.type("Hello?\r")
    assert "nobody" in conversation.wait_for_prompt()
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


def test_a_conversation_with_the_platform_inside(converse):
    conversation = converse("--max-tokens", "5", embedded=True)
    conversation.wait_for_prompt()
    conversation.type("Say hello.\r")
    conversation.wait_for_prompt()
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


def test_non_ascii_input(converse):
    conversation = converse("--max-tokens", "3")
    conversation.wait_for_prompt()
    conversation.type("Grüße 👋 日本\r")
    conversation.wait_for_prompt()
    conversation.type("\x04")
    assert conversation.wait_for_end() == 0


def test_ctrl_c_ends_a_single_answer_with_130(converse):
    conversation = converse("Tell a very long story about the sea.")
    conversation.wait_for(lambda text: len(text.split()) > 12)
    conversation.type("\x03")
    assert conversation.wait_for_end() == 130
