"""Tokens per second of the real model: the engine by itself, and the same engine behind the platform."""

import http.client
import json
import os
import shutil
import time
from pathlib import Path

from processes import Server, clean_environment, free_port

MODEL = "smollm2"
TOKENS = 128
REQUEST = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "Write a long story about a bird that never lands."}],
    "temperature": 0,
    "max_tokens": TOKENS,
    "stream": True,
    "stream_options": {"include_usage": True},
}


def data_directory():
    """Where scripts/setup puts engine and models."""
    if os.environ.get("MARTLET_HOME"):
        return Path(os.environ["MARTLET_HOME"]).absolute()
    data = os.environ.get("XDG_DATA_HOME")
    return Path(data).absolute() / "martlet" if data else Path.home() / ".local/share/martlet"


def find_engine():
    """The llama-server to use, in the platform's own order; None when there is none."""
    named = os.environ.get("MARTLET_LLAMA_SERVER")
    own = data_directory() / "engine/llama-server"
    return named or shutil.which("llama-server") or (str(own) if own.exists() else None)


def missing():
    """What is missing for this measurement; None if nothing is."""
    if not find_engine():
        return "the engine is missing (scripts/setup --engine)"
    if not (data_directory() / f"models/{MODEL}.gguf").exists():
        return "the chat model is missing (scripts/setup --models)"
    return None


def bare_engine(directory):
    """The engine by itself, with the arguments that the platform gives it (LlamaServerArguments.swift)."""
    port, slots = free_port(), 4
    command = [find_engine(), "--model", data_directory() / f"models/{MODEL}.gguf", "--alias", MODEL]
    command += ["--host", "127.0.0.1", "--port", port, "--ctx-size", 8_192 * slots, "--parallel", slots]
    command += ["--threads", os.cpu_count(), "--no-webui", "--slots", "--no-context-shift"]
    command += ["--batch-size", 256, "--ubatch-size", 256, "--jinja", "--cache-ram", 256]
    return Server("llama-server", command, port, directory, health="/health", start_timeout=60)


def platform(martlet, directory):
    """The platform with an engine of its own."""
    port = free_port()
    environment = clean_environment(MARTLET_HOME=data_directory(), MARTLET_LLAMA_SERVER=find_engine())
    command = [martlet, "serve", "--host", "127.0.0.1", "--port", port]
    return Server("martlet-engine", command, port, directory, health="/healthz", environment=environment)


def generate(port, timeout=120):
    """Streams one answer: tokens per second from the request to the last byte, seconds to the first token, the text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        body = json.dumps(REQUEST)
        start = time.perf_counter()
        connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {response.read(2_000)!r}")
        first, lines = None, []
        for line in response:
            if line.startswith(b"data: {"):
                lines.append(line)
                if first is None and b'"content":"' in line:
                    first = time.perf_counter()
        end = time.perf_counter()
    finally:
        connection.close()
    chunks = [json.loads(line[6:]) for line in lines]
    text = "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])
    tokens = next(chunk["usage"]["completion_tokens"] for chunk in reversed(chunks) if chunk.get("usage"))
    return {"perSecond": tokens / (end - start), "toFirst": (first or end) - start, "tokens": tokens, "text": text}
