"""The stub that everybody is measured on: nginx, with answers that never change."""

import json
import random
import shutil
from pathlib import Path

from processes import BenchmarkError, Server, free_port

MODEL = "benchmark-model"
# The same request as BenchmarkRequest.swift.
REQUEST = {
    "messages": [
        {"role": "system", "content": "You are a helpful assistant. Answer in one short paragraph."},
        {
            "role": "user",
            "content": "Why is the sky blue at noon and red in the evening? Explain it to a child of ten.",
        },
    ],
    "model": MODEL,
    "max_tokens": 256,
    "temperature": 0.7,
}
COMPLETION = {
    "id": "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
    "object": "chat.completion",
    "created": 1741570283,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": "Air scatters blue light more than red. At noon you see what was scattered; in the evening, "
                "when the light has come a long way, what is left.",
                "refusal": None,
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {
        "prompt_tokens": 47,
        "completion_tokens": 33,
        "total_tokens": 80,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    },
    "system_fingerprint": "fp_fc9f1d7035",
}
MODELS = {
    "object": "list",
    "data": [{"id": MODEL, "object": "model", "created": 1741570283, "owned_by": "benchmark"}],
}
WORDS = (
    "the of light and sky a to in is that scatters blue air it red evening sun noon when molecules why you see long "
    "way through more than wavelength atmosphere Rayleigh little child imagine marbles"
).split()
# What texts have beside plain words: escapes, and characters outside ASCII.
SPECIAL = ["\n", ".\n\n", ' "quoted"', " naïve", " – ", "’s", " 42", " 日本", " \\frac", ",", "."]

CONFIGURATION = """\
daemon off;
# One process, which runs as whoever started it.
master_process off;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    default_type application/octet-stream;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    client_body_temp_path {directory}/nginx-body;
    proxy_temp_path {directory}/nginx-proxy;
    fastcgi_temp_path {directory}/nginx-fastcgi;
    uwsgi_temp_path {directory}/nginx-uwsgi;
    scgi_temp_path {directory}/nginx-scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /v1/chat/completions {{ default_type application/json; return 200 '{completion}'; }}
        location = /v1/models {{ default_type application/json; return 200 '{models}'; }}
        # A file answers a GET only; the internal redirect makes one of a POST.
        location ~ ^/(tiny|short|long)/v1/chat/completions$ {{ error_page 405 =200 /$1.sse; return 405; }}
        # The short stream at the pace of a model.
        location = /slow/v1/models {{ default_type application/json; return 200 '{models}'; }}
        location = /slow/v1/chat/completions {{ error_page 405 =200 /slow.sse; return 405; }}
        location = /slow.sse {{
            internal; alias {directory}/short.sse; types {{ text/event-stream sse; }} limit_rate {pace};
        }}
        location ~ ^/[a-z]+\\.sse$ {{ internal; root {directory}; types {{ text/event-stream sse; }} }}
    }}
}}
"""


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def event(delta, finish_reason=None):
    chunk = {
        "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        "object": "chat.completion.chunk",
        "created": 1741569952,
        "model": MODEL,
        "system_fingerprint": "fp_44709d6fcb",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}],
    }
    return f"data: {compact(chunk)}\n\n".encode()


def write_stream(path, chunks):
    """Writes a stream of so many chunks, each of about 250 bytes, and returns its size in bytes."""
    dice = random.Random(20_250_310)
    # A word in three out of four, each of about the length of a token.
    events = [event({"content": f" {word}"}) for word in WORDS] + [event({"content": text}) for text in SPECIAL]
    weights = [3 * len(SPECIAL)] * len(WORDS) + [len(WORDS)] * len(SPECIAL)
    size = 0
    with open(path, "wb") as file:
        size += file.write(event({"role": "assistant", "content": "", "refusal": None}))
        for start in range(0, chunks - 2, 10_000):
            size += file.write(b"".join(dice.choices(events, weights, k=min(10_000, chunks - 2 - start))))
        size += file.write(event({}, "stop"))
        size += file.write(b"data: [DONE]\n\n")
    return size


class Stub(Server):
    """nginx with a completion at `url`, streams of three lengths, and one that takes its time."""

    TINY, SHORT = 200, 20_000
    # Chunks in a second.
    SLOW = 20

    def __init__(self, directory, long_chunks=385_000):
        nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if not nginx:
            raise BenchmarkError("nginx is missing: run scripts/setup --bench.")
        directory = Path(directory)
        self.stream_bytes = {
            name: write_stream(directory / f"{name}.sse", chunks)
            for name, chunks in (("tiny", self.TINY), ("short", self.SHORT), ("long", long_chunks))
        }
        port = free_port()
        configuration = directory / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(
                directory=directory, port=port, completion=compact(COMPLETION), models=compact(MODELS),
                
                pace=self.SLOW * self.stream_bytes["short"] // self.SHORT,
            )
        )
        command = [nginx, "-e", directory / "nginx-error.log", "-p", directory, "-c", configuration]
        super().__init__("nginx", command, port, directory, health="/v1/models")

    def stream_url(self, name):
        """The base URL whose chat completions are the stream `tiny`, `short` or `long`, or the short one `slow`."""
        return f"http://127.0.0.1:{self.port}/{name}/v1"
