"""faiss, hnswlib and sqlite-vec on the same vectors: the peers of MartletBenchmarks' vector-search.

Prints one line of JSON like it: times in seconds. Vectors and queries are files of little-endian 32-bit floats.
"""

import argparse
import json
import os
import tempfile
import threading
import time

# Each thread asks for itself, one query at a time. OpenMP's own setting holds for the thread that makes it only.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy  # noqa: E402


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Faiss:
    """faiss' flat index: exact, by inner product over vectors of the length 1."""

    def __init__(self, vectors):
        import faiss

        self.index = faiss.IndexFlatIP(vectors.shape[1])
        self.index.add(vectors)

    def reader(self):
        return lambda query, count: self.index.search(query[None], count)[1][0].tolist()


class Hnswlib:
    """hnswlib's graph: approximate."""

    def __init__(self, vectors):
        import hnswlib

        self.index = hnswlib.Index(space="cosine", dim=vectors.shape[1])
        self.index.init_index(max_elements=len(vectors), ef_construction=100, M=16, random_seed=1)
        self.index.add_items(vectors, num_threads=os.cpu_count())
        self.index.set_ef(64)
        self.index.set_num_threads(1)

    def reader(self):
        return lambda query, count: self.index.knn_query(query, k=count)[0][0].tolist()


class SQLiteVec:
    """sqlite-vec's virtual table in a file: exact. Through apsw, for Python's own module may load no extensions."""

    def __init__(self, vectors):
        self.directory = tempfile.TemporaryDirectory(prefix="martlet-bench.")
        database = self.connect()
        database.execute(f"CREATE VIRTUAL TABLE v USING vec0(e float[{vectors.shape[1]}] distance_metric=cosine)")
        with database:
            database.executemany(
                "INSERT INTO v (rowid, e) VALUES (?, ?)",
                ((number, vector.tobytes()) for number, vector in enumerate(vectors)))
        database.close()

    def connect(self):
        import apsw
        import sqlite_vec

        database = apsw.Connection(f"{self.directory.name}/v.sqlite")
        database.enable_load_extension(True)
        database.load_extension(sqlite_vec.loadable_path())
        return database

    def reader(self):
        database = self.connect()
        database.execute("PRAGMA mmap_size = 1000000000").fetchall()

        def search(query, count):
            rows = database.execute(
                "SELECT rowid FROM v WHERE e MATCH ? AND k = ? ORDER BY distance", (query.tobytes(), count))
            return [row[0] for row in rows]

        return search


PEERS = {"faiss": Faiss, "hnswlib": Hnswlib, "sqlite-vec": SQLiteVec}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--dimension", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--top-k", type=int, default=10)
    options = parser.parse_args()
    vectors = numpy.fromfile(options.vectors, dtype="<f4").reshape(-1, options.dimension)
    queries = numpy.fromfile(options.queries, dtype="<f4").reshape(-1, options.dimension)
    before, start = resident(), time.perf_counter()
    peer = PEERS[options.peer](vectors)
    loaded = time.perf_counter() - start
    memory = resident() - before
    times, found = [0.0] * len(queries), [[]] * len(queries)
    readers = [peer.reader() for _ in range(options.threads)]
    for reader in readers:
        reader(queries[0], options.top_k)

    def work(thread):
        for number in range(thread, len(queries), options.threads):
            start = time.perf_counter()
            found[number] = readers[thread](queries[number], options.top_k)
            times[number] = time.perf_counter() - start

    threads = [threading.Thread(target=work, args=(number,)) for number in range(options.threads)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - start
    print(json.dumps({
        "count": len(queries), "wallSeconds": wall, "querySeconds": times, "loadSeconds": loaded,
        "memoryBytes": memory, "found": found,
    }))


main()
