"""A conversation on a terminal."""

import os
import pty
import re
import select
import signal
import struct
import sys
import time

import pytest

from processes import binary, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]|[\x07\x0e\x0f]")


class Conversation:
    """`martlet chat`, or another command, on a terminal of its own."""

    def __init__(self, home, directory, *arguments, command=("chat",), **variables):
        self.received = b""
        self.status = None
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            os.execve(binary(), [binary(), *command, *arguments],
                      environment(home, TERM="xterm-256color", **variables))
        import fcntl
        import termios
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read(self, seconds):
        """What comes within a time; nothing at the end."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return None
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:  # Linux says so when the other side is closed.
            return b""
        self.received += piece
        return piece

    @property
    def text(self):
        return ESCAPES.sub(b"", self.received).decode(errors="replace").replace("\r\n", "\n")

    def wait_for(self, condition, timeout=60):
        """Reads until what has come since the last call fits; returns it."""
        end = time.monotonic() + timeout
        while not condition(self.text):
            left = end - time.monotonic()
            assert left > 0, f"waited in vain; there is {self.text!r}"
            assert self.read(left) != b"", f"it has ended; there is {self.text!r}"
        text = self.text
        self.received = b""
        return text

    def wait_for_prompt(self, timeout=60):
        # A line editor may draw the prompt anew, and put the cursor behind it.
        return self.wait_for(lambda text: text.rstrip(" \r").endswith(("\n>", "\r>")), timeout)

    def wait_for_end(self, timeout=15):
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.read(0.1) != b"":
            pass
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            time.sleep(0.05)
        raise AssertionError(f"it does not end; there is {self.text!r}")

    def close(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self.terminal)


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
