"""Responses outlive the platform, however it ends."""

import collections
import concurrent.futures
import http.client
import json
import random
import time

import pytest

from processes import Platform, wait_until
from test_durable_runs import Caller, kill
from upstream import Answer, Upstream, repeat

RESPONSES, KILLS, WORKERS = 120, 8, 4


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


def text_of(response):
    return response["output"][0]["content"][0]["text"]


def test_t69_kills_lose_no_response_and_answer_none_twice(upstream, make_home, directory):
    dice = random.Random(2042)
    home = make_home()
    upstream.reset(lambda asked: Answer(repeat(asked).text, delay=dice.uniform(0.02, 0.15)))
    upstream.hold()
    platform = Platform(home, directory, "--upstream", upstream.url)
    try:
        caller = Caller(platform.port)
        # Half of them continue what was said before.
        upstream.release()
        first = caller.call("POST", "/v1/responses", {"model": "stub", "input": "question 0"})
        assert text_of(first) == "the answer to question 0"
        upstream.hold()
        before = len(upstream.asked)

        def order(number):
            own = Caller(platform.port)
            try:
                body = {"model": "stub", "input": f"question {number}", "background": True}
                if number % 2:
                    body["previous_response_id"] = first["id"]
                return number, own.call("POST", "/v1/responses", body)["id"]
            finally:
                own.close()

        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            ordered = dict(pool.map(order, range(1, RESPONSES + 1)))
        assert len(set(ordered.values())) == RESPONSES
        caller.close()
        upstream.release()
        interrupted = 0
        for moment in sorted(dice.sample(range(5, RESPONSES - 20), KILLS)):
            assert wait_until(
                lambda: sum(asked.is_answered for asked in upstream.asked[before:]) >= moment, 60,
                interval=0.005), platform.text
            time.sleep(dice.uniform(0, 0.03))
            interrupted += len(upstream.live)
            kill(platform)
            platform.stop()
            platform = Platform(home, directory, "--upstream", upstream.url)
        assert interrupted >= KILLS, "the kills interrupted hardly any answer"
        caller = Caller(platform.port)
        found = {}

        def are_ended():
            for number, identifier in ordered.items():
                if number not in found:
                    response = caller.call("GET", f"/v1/responses/{identifier}")
                    if response["status"] not in ("queued", "in_progress"):
                        found[number] = response
            return len(found) == RESPONSES

        assert wait_until(are_ended, 60, interval=0.3), f"{RESPONSES - len(found)} responses do not end"
        for number, response in found.items():
            assert response["status"] == "completed", response
            assert len(response["output"]) == 1 and text_of(response) == f"the answer to question {number}"
            listed = caller.call("GET", f"/v1/responses/{response['id']}/input_items")["data"]
            assert [item["content"][0]["text"] for item in listed] == [f"question {number}"]
        # What was answered and stored is never asked for again. What a worker had in its hands is, in the same words.
        asked = collections.Counter(request.last for request in upstream.asked[before:])
        assert set(asked) == {f"question {number}" for number in ordered}
        assert sum(asked.values()) <= RESPONSES + KILLS * WORKERS
        for request in upstream.asked[before:]:
            number = int(request.last.split()[1])
            earlier = [("user", "question 0"), ("assistant", "the answer to question 0")] if number % 2 else []
            assert request.messages == [*earlier, ("user", request.last)]
        assert caller.call("GET", f"/v1/responses/{first['id']}") == first, "what was acknowledged has changed"
        caller.close()
    finally:
        platform.stop()


def test_t69_what_was_streamed_before_a_kill_does_not_go_on_after_it(upstream, make_home, directory):
    home = make_home()
    upstream.hold()
    first = Platform(home, directory, "--upstream", upstream.url)
    body = {"model": "stub", "input": "question 1", "background": True, "stream": True}
    try:
        connection = http.client.HTTPConnection("127.0.0.1", first.port, timeout=30)
        connection.request("POST", "/v1/responses", json.dumps(body), {"Content-Type": "application/json"})
        stream = connection.getresponse()
        events = []
        while len(events) < 3:
            line = stream.readline()
            if line.startswith(b"data: "):
                events.append(json.loads(line[6:]))
        assert [event["type"] for event in events] == [
            "response.created", "response.queued", "response.in_progress"]
        assert wait_until(lambda: upstream.live, 20)
        kill(first)
        connection.close()
    finally:
        first.stop()
    upstream.release()
    second = Platform(home, directory, "--upstream", upstream.url)
    path = f"/v1/responses/{events[0]['response']['id']}"
    try:
        caller = Caller(second.port)
        assert wait_until(lambda: caller.call("GET", path)["status"] == "completed", 20)
        assert text_of(caller.call("GET", path)) == "the answer to question 1"
        caller.close()
        refused = second.request("GET", f"{path}?stream=true&starting_after={events[-1]['sequence_number']}")
        assert refused.status == 409 and refused.json()["error"]["code"] == "stream_began_anew", refused
        anew = second.request("GET", f"{path}?stream=true").body.decode()
        assert anew.startswith("event: response.created\n") and "event: response.completed\n" in anew
    finally:
        second.stop()
