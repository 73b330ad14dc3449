#!/usr/bin/env python3
"""Checks that the engine runs on this machine and that both default models work in it.

    check_engine.py LLAMA_SERVER MODELS_DIRECTORY

Starts llama-server on a loopback port of its own, asks the chat model a question, and compares the similarities of
the embedding model card's four sentences with the published ones. Ends with 132, as a shell puts it, if the engine uses
instructions that the processor does not have.
"""

import ctypes
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import urllib.request

SENTENCES = ["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"]
SIMILARITIES = [1.00, 0.69, 0.94, 0.26]
SECONDS_TO_START = 120


class Failure(Exception):
    """Something that the person at the terminal should read."""

    status = 1


class IllegalInstruction(Failure):
    """The engine was made for another processor."""

    status = 128 + signal.SIGILL


def end_with_parent():
    """Linux: the engine does not outlive this process, even when it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Engine:
    """A llama-server that is gone when the `with` block ends."""

    def __init__(self, path, model, *arguments):
        self.key = secrets.token_hex(16)
        self.command = [path, "--model", model, "--host", "127.0.0.1", "--port", "0", "--no-webui"]
        self.command += arguments
        self.log = []
        self.base = None
        self.started = threading.Event()

    def __enter__(self):
        environment = dict(os.environ, LLAMA_API_KEY=self.key)
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            errors="replace", env=environment, preexec_fn=end_with_parent)
        threading.Thread(target=self.read_log, daemon=True).start()
        if not self.started.wait(SECONDS_TO_START) or self.base is None:
            failure = self.failure()
            self.__exit__()
            raise failure
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def read_log(self):
        for line in self.process.stderr:
            self.log.append(line)
            if "listening on http://" in line:
                self.base = line.split("listening on ")[1].split()[0]
                self.started.set()
        self.started.set()

    def failure(self, what=""):
        """Why it does not answer."""
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            pass
        if self.process.returncode == -signal.SIGILL:
            return IllegalInstruction(what + "it uses instructions that this processor does not have")
        return Failure(what + "its last lines:\n" + "".join(self.log[-10:]))

    def post(self, path, body):
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self.key}
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=SECONDS_TO_START) as response:
                return json.load(response)
        except (OSError, ValueError) as error:
            raise self.failure(f"{path}: {error}; ") from error


def check_chat(path, model):
    with Engine(path, model, "--ctx-size", "1024", "--parallel", "1") as engine:
        body = {"messages": [{"role": "user", "content": "What is 2 + 2?"}], "max_tokens": 32, "temperature": 0}
        answer = engine.post("/v1/chat/completions", body)["choices"][0]["message"]["content"]
    if not answer.strip():
        raise Failure("the chat model answered nothing")
    return answer.strip()


def check_embeddings(path, model):
    with Engine(path, model, "--embeddings") as engine:
        items = engine.post("/v1/embeddings", {"input": SENTENCES})["data"]
    vectors = [item["embedding"] for item in sorted(items, key=lambda item: item["index"])]
    found = [sum(a * b for a, b in zip(vectors[0], vector)) for vector in vectors]
    if any(len(vector) != 384 for vector in vectors):
        raise Failure(f"the embedding model gives {len(vectors[0])} dimensions; 384 were expected")
    if any(abs(a - b) > 0.01 for a, b in zip(found, SIMILARITIES)):
        raise Failure(f"the embedding model gives similarities {found}; {SIMILARITIES} were expected")
    return ", ".join(f"{value:.2f}" for value in found)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    path, models = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        print("chat model: " + check_chat(path, os.path.join(models, "smollm2.gguf")))
        print("embedding model: " + check_embeddings(path, os.path.join(models, "all-minilm-l6-v2.gguf")))
    except (Failure, OSError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        sys.exit(getattr(error, "status", 1))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
