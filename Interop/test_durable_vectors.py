"""T69: vectors outlive the platform, however it ends: what was acknowledged is there, and no batch is half there."""

import http.client
import random
import threading

import pytest

from conftest import needs_proc
from processes import Platform
from test_durable_runs import Caller, kill

WRITERS, BATCH, DIMENSION, KILLS = 4, 40, 24, 10


def embedding(writer, place, version):
    """A vector that says whose it is: no two are alike."""
    random_numbers = random.Random(f"{writer} {place} {version}")
    return [random_numbers.uniform(-1, 1) for _ in range(DIMENSION)]


class Writer(threading.Thread):
    """Puts batches in, one after the other, also while there is no platform. Every third one replaces an earlier one."""

    def __init__(self, index, number):
        super().__init__(daemon=True)
        self.index, self.number = index, number
        self.port = None
        self.ends = threading.Event()
        # By batch: the last version that was acknowledged, and those that were tried after it.
        self.acknowledged, self.tried = {}, {}
        self.fault = None

    def run(self):
        caller, step = Caller(), 0
        try:
            while not self.ends.is_set():
                batch = step - step // 3 if step % 3 else step // 3
                version = step
                step += 1
                self.tried.setdefault(batch, []).append(version)
                caller.port = self.port
                try:
                    answer = caller.call("POST", f"/v1/vectors/{self.index}/batch", {"vectors": [
                        {"id": f"{self.number}-{batch}-{place}", "embedding": embedding(self.number, place, version),
                         "metadata": {"writer": self.number, "batch": batch, "place": place, "version": version}}
                        for place in range(BATCH)]})
                    assert answer == {"upserted_count": BATCH, "failed_count": 0, "errors": []}, answer
                    self.acknowledged[batch] = version
                    self.tried[batch] = []
                except (OSError, http.client.HTTPException):
                    self.ends.wait(0.02)
        except BaseException as error:
            self.fault = error
        finally:
            caller.close()

    def check(self, vectors):
        """Every batch that was acknowledged is there whole, in that version or one that was tried later."""
        for batch in set(self.acknowledged) | set(self.tried):
            there = [vectors[f"{self.number}-{batch}-{place}"] for place in range(BATCH)
                     if f"{self.number}-{batch}-{place}" in vectors]
            assert len(there) in (0, BATCH), f"a batch is half there: {len(there)} of {BATCH}"
            versions = {vector["metadata"]["version"] for vector in there}
            assert len(versions) <= 1, f"a batch is of two versions: {versions}"
            possible = set(self.tried[batch])
            if batch in self.acknowledged:
                assert there, f"batch {batch} was acknowledged and is lost"
                possible.add(self.acknowledged[batch])
            assert versions <= possible, (batch, versions, possible)
            for vector in there:
                wanted = embedding(self.number, vector["metadata"]["place"], vector["metadata"]["version"])
                assert vector["embedding"] == pytest.approx(wanted, abs=1e-6)
        return len(self.acknowledged)


@needs_proc
def test_kills_lose_no_vector_and_halve_no_batch(make_home, directory):
    home = make_home()
    platform = Platform(home, directory)
    writers = []
    try:
        caller = Caller(platform.port)
        index = caller.call("POST", "/v1/vectors/indexes", {
            "name": "durable", "dimension": DIMENSION, "metric": "cosine"})["id"]
        writers = [Writer(index, number) for number in range(WRITERS)]
        for writer in writers:
            writer.port = platform.port
            writer.start()
        # Searched while it is written, so that the index is in memory.
        moments = random.Random(5)
        for _ in range(KILLS):
            caller.close()
            caller.port = platform.port
            for _ in range(3):
                caller.call("POST", f"/v1/vectors/{index}/search", {"vector": embedding(1, 1, 1), "top_k": 5})
            threading.Event().wait(moments.uniform(0.05, 0.4))
            kill(platform)
            platform = Platform(home, directory)
            for writer in writers:
                writer.port = platform.port
        for writer in writers:
            writer.ends.set()
        for writer in writers:
            writer.join(30)
            assert writer.fault is None, writer.fault
            assert not writer.is_alive()
        kill(platform)
        platform = Platform(home, directory)
        caller.close()
        caller.port = platform.port
        fetched = caller.call("GET", f"/v1/vectors/{index}/fetch")["vectors"]
        vectors = {vector["id"]: vector for vector in fetched}
        assert len(vectors) == len(fetched), "a vector is there twice"
        assert caller.call("GET", f"/v1/vectors/{index}/list")["count"] == len(vectors)
        acknowledged = sum(writer.check(vectors) for writer in writers)
        assert acknowledged > KILLS, "the writers hardly wrote"
        # The index in memory is made anew from what is on the disk, and finds each.
        for vector in moments.sample(fetched, 20):
            hits = caller.call("POST", f"/v1/vectors/{index}/search", {
                "vector": vector["embedding"], "top_k": 1, "include_values": False})["hits"]
            assert hits[0]["id"] == vector["id"]
            assert hits[0]["score"] == pytest.approx(1, abs=1e-5)
        caller.close()
    finally:
        for writer in writers:
            writer.ends.set()
        platform.stop()
