"""Runs and messages outlive the platform, however it ends."""

import collections
import concurrent.futures
import http.client
import json
import os
import random
import signal
import subprocess
import threading
import time

import pytest

from conftest import needs_proc
from processes import Platform, binary, environment, wait_until
from upstream import Answer, Upstream, repeat

THREADS, RUNS_OF_A_THREAD, KILLS, WORKERS = 50, 20, 20, 24


class Caller:
    """A connection that is kept, to a platform that may be another one at the next call."""

    def __init__(self, port=None):
        self.port = port
        self.connection = None

    def call(self, method, path, body=None):
        """The decoded answer. Raises `OSError` or `HTTPException` when there is none."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            self.connection.request(method, path, json.dumps(body).encode() if body is not None else None,
                                    {"Content-Type": "application/json"} if body is not None else {})
            response = self.connection.getresponse()
            text = response.read()
        except BaseException:
            self.close()
            raise
        assert response.status == 200, (method, path, response.status, text)
        return json.loads(text)

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def text_of(message):
    return message["content"][0]["text"]["value"]


def kill(platform):
    os.kill(platform.pid, signal.SIGKILL)
    platform.process.wait()


class Diary(threading.Thread):
    """Writes messages into a thread of its own, one after the other, also while there is no platform."""

    def __init__(self, thread, number):
        super().__init__(daemon=True)
        self.thread = thread
        self.number = number
        self.acknowledged = []
        self.attempted = 0
        self.port = None
        self.ends = threading.Event()
        self.fault = None

    def run(self):
        caller = Caller()
        try:
            while not self.ends.is_set():
                text = f"entry {self.number}-{self.attempted}"
                self.attempted += 1
                caller.port = self.port
                try:
                    message = caller.call(
                        "POST", f"/v1/threads/{self.thread}/messages", {"role": "user", "content": text})
                    self.acknowledged.append((message["id"], text))
                except (OSError, http.client.HTTPException):
                    # Whether this one was taken nobody knows.
                    self.ends.wait(0.02)
                self.ends.wait(0.005)
        except BaseException as error:
            self.fault = error
        finally:
            caller.close()

    def check(self, listed):
        """That of what is listed, oldest first, all that was acknowledged is there once and in order."""
        texts = [text_of(message) for message in listed]
        assert len(set(texts)) == len(texts), "a message is there twice"
        written = [int(text.rpartition("-")[2]) for text in texts]
        assert written == sorted(written)
        known = {(message["id"], text_of(message)) for message in listed}
        lost = [entry for entry in self.acknowledged if entry not in known]
        assert not lost, lost[:3]


def listed(caller, path):
    """A list, oldest first."""
    data, after = [], ""
    while True:
        page = caller.call("GET", f"{path}?limit=1000{after}")
        data += page["data"]
        if not page["has_more"]:
            return data[::-1]
        after = f"&after={data[-1]['id']}"


def fill(port, assistant, threads):
    """Queues the runs of some threads, each behind its own message; returns their ids."""
    caller = Caller(port)
    made = {}
    try:
        for number in threads:
            thread = caller.call("POST", "/v1/threads", {})["id"]
            runs = []
            for turn in range(RUNS_OF_A_THREAD):
                caller.call("POST", f"/v1/threads/{thread}/messages", {
                    "role": "user", "content": question(number, turn)})
                run = caller.call("POST", f"/v1/threads/{thread}/runs", {
                    "assistant_id": assistant, "enable_thinking": False})
                assert run["status"] in ("queued", "in_progress"), run
                runs.append(run["id"])
            made[number] = (thread, runs)
    finally:
        caller.close()
    return made


def question(number, turn):
    return f"question {turn} of thread {number}"


def place(asked):
    """Thread and turn of what the upstream was asked."""
    words = asked.last.split()
    return int(words[4]), int(words[1])


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


def test_kills_lose_no_run_and_double_none(upstream, make_home, directory):
    dice = random.Random(2041)
    home = make_home()
    begin = time.monotonic()

    def start():
        return Platform(home, directory, "--upstream", upstream.url, MARTLET_RUN_WORKERS=WORKERS)

    upstream.reset(lambda asked: Answer(repeat(asked).text, delay=dice.uniform(0.02, 0.2)))
    upstream.hold()
    platform = start()
    diaries = []
    try:
        caller = Caller(platform.port)
        assistant = caller.call("POST", "/v1/assistants", {"name": "A", "instructions": "I.", "tools_config": "[]"})
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            parts = list(pool.map(
                lambda part: fill(platform.port, assistant["id"], range(part, THREADS, 10)), range(10)))
        threads = {number: made for part in parts for number, made in part.items()}
        assert sum(len(runs) for _, runs in threads.values()) == THREADS * RUNS_OF_A_THREAD
        for number in range(2):
            diary = Diary(caller.call("POST", "/v1/threads", {})["id"], number)
            diary.port = platform.port
            diaries.append(diary)
            diary.start()
        caller.close()
        queued = time.monotonic()
        upstream.release()

        # The moments are points of the work, so that there is work at each however fast this machine is.
        moments = sorted(dice.sample(range(20, THREADS * RUNS_OF_A_THREAD - 60), KILLS))
        interrupted = 0
        for moment in moments:
            assert wait_until(
                lambda: sum(asked.is_answered for asked in upstream.asked) >= moment, 60, interval=0.005), platform.text
            time.sleep(dice.uniform(0, 0.03))
            interrupted += len(upstream.live)
            kill(platform)
            platform.stop()
            platform = start()
            caller = Caller(platform.port)
            for diary in diaries:
                known = list(diary.acknowledged)
                diary.port = platform.port
                there = {message["id"] for message in listed(caller, f"/v1/threads/{diary.thread}/messages")}
                assert all(entry[0] in there for entry in known), "an acknowledged message is lost"
            caller.close()
        assert interrupted >= KILLS, "the kills interrupted hardly any answer"
        killed = time.monotonic()

        caller = Caller(platform.port)

        def unfinished():
            return [run for thread, _ in threads.values()
                    for run in caller.call("GET", f"/v1/threads/{thread}/runs?limit=1000")["data"]
                    if run["status"] in ("queued", "in_progress")]

        assert wait_until(lambda: not unfinished(), 60, interval=0.5), f"{len(unfinished())} runs do not end"
        for diary in diaries:
            diary.ends.set()
            diary.join(30)
            assert diary.fault is None, diary.fault
            assert len(diary.acknowledged) > KILLS
            diary.check(listed(caller, f"/v1/threads/{diary.thread}/messages"))
        for number, (thread, runs) in threads.items():
            check_thread(caller, number, thread, runs)
        caller.close()
        check_requests(upstream.asked, threads)
        print(f"queued in {queued - begin:.1f} s, killed in {killed - queued:.1f} s, done after "
              f"{time.monotonic() - begin:.1f} s; {len(upstream.asked)} requests, {interrupted} of them interrupted")
    finally:
        for diary in diaries:
            diary.ends.set()
        platform.stop()


def check_thread(caller, number, thread, runs):
    """That each run of a thread is completed, and has left its answer, once and in order."""
    stored = listed(caller, f"/v1/threads/{thread}/runs")
    assert [run["id"] for run in stored] == runs
    assert {run["status"] for run in stored} == {"completed"}
    answers = [f"the answer to {question(number, turn)}" for turn in range(RUNS_OF_A_THREAD)]
    assert [text_of(run["message"]) for run in stored] == answers
    messages = listed(caller, f"/v1/threads/{thread}/messages")
    assert len({message["id"] for message in messages}) == len(messages)
    said = {role: [text_of(message) for message in messages if message["role"] == role]
            for role in ("user", "assistant")}
    assert said["user"] == [question(number, turn) for turn in range(RUNS_OF_A_THREAD)]
    assert said["assistant"] == answers
    assert len(messages) == 2 * RUNS_OF_A_THREAD
    assert [message["id"] for message in messages if message["role"] == "assistant"] == [
        run["message"]["id"] for run in stored]


def check_requests(asked, threads):
    """That each run was asked for as it should, and never two of a thread at the same time."""
    by_thread = collections.defaultdict(list)
    for request in asked:
        number, turn = place(request)
        by_thread[number].append((request.began, request.ended, turn))
        # Each answer stands behind what it answers.
        expected = [("system", "I.")]
        for earlier in range(turn):
            asked_before = question(number, earlier)
            expected += [("user", asked_before), ("assistant", f"the answer to {asked_before}")]
        assert request.messages == [*expected, ("user", question(number, turn))]
    assert set(by_thread) == set(threads)
    for intervals in by_thread.values():
        intervals.sort()
        for (_, ended, turn), (began, _, next_turn) in zip(intervals, intervals[1:]):
            assert ended is not None and ended <= began, "two runs of a thread were under way at the same time"
            assert next_turn in (turn, turn + 1), "a run was answered out of turn, or once more after the next"


def test_what_was_queued_is_answered_by_the_next_platform(upstream, make_home, directory):
    """A stop is no failure of what is under way: it goes on later."""
    upstream.hold()
    home = make_home()
    first = Platform(home, directory, "--upstream", upstream.url)
    try:
        caller = Caller(first.port)
        assistant = caller.call("POST", "/v1/assistants", {"name": "A", "instructions": "I."})["id"]
        threads = [caller.call("POST", "/v1/threads", {})["id"] for _ in range(6)]
        runs = []
        for thread in threads:
            caller.call("POST", f"/v1/threads/{thread}/messages", {"role": "user", "content": "Hello"})
            runs.append(caller.call("POST", f"/v1/threads/{thread}/runs", {"assistant_id": assistant})["id"])
        caller.close()
        assert wait_until(lambda: len(upstream.live) == 4, 10), "four runs are answered at a time"
        start = time.monotonic()
        first.signal(signal.SIGTERM)
        assert first.process.wait(20) == 0, first.text
        assert time.monotonic() - start < 8, "a stop waits for no run"
    finally:
        first.stop()
    upstream.release()
    second = Platform(home, directory, "--upstream", upstream.url)
    try:
        caller = Caller(second.port)
        for thread, run in zip(threads, runs):
            assert wait_until(
                lambda: caller.call("GET", f"/v1/threads/{thread}/runs/{run}")["status"] == "completed", 20)
            assert [text_of(message) for message in listed(caller, f"/v1/threads/{thread}/messages")] == [
                "Hello", "the answer to Hello"]
        caller.close()
    finally:
        second.stop()


# --- One platform to a data directory --------------------------------------------------------------------------------


def serve(home, directory, *arguments):
    return subprocess.run(
        [binary(), "serve", "--port", "0", *arguments], cwd=directory, env=environment(home),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)


def test_t70_a_second_platform_on_the_same_directory_is_refused(start_platform, upstream, make_home, directory):
    home = make_home()
    first = start_platform("--upstream", upstream.url, home=home)
    for options in ([], ["--upstream", upstream.url]):
        result = serve(home, directory, *options)
        assert result.returncode == 69, result
        assert str(first.pid) in result.stderr and first.url in result.stderr and str(home) in result.stderr
        assert len(result.stderr.splitlines()) == 1 and result.stdout == ""
    assert first.request("GET", "/v1/threads").status == 200
    first.signal(signal.SIGTERM)
    assert first.process.wait(10) == 0
    assert start_platform("--upstream", upstream.url, home=home).request("GET", "/v1/threads").status == 200


@needs_proc
def test_t70_after_kill_9_the_directory_is_free_at_once(start_platform, upstream, make_home):
    home = make_home()
    first = start_platform("--upstream", upstream.url, home=home)
    thread = first.request("POST", "/v1/threads", b"{}").json()
    kill(first)
    second = start_platform("--upstream", upstream.url, home=home)
    assert second.request("GET", f"/v1/threads/{thread['id']}").json() == thread


@needs_proc
def test_t70_an_engine_that_outlives_its_platform_does_not_hold_the_directory(start_platform, make_home):
    home = make_home()
    first = start_platform(home=home)
    first.engine()
    kill(first)
    assert start_platform(home=home).request("GET", "/v1/threads").status == 200
