"""An upstream that says what a test expects: the model behind a platform whose answers must be known."""

import json
import math
import re
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def words(text):
    parts = text.split(" ")
    return [part if index == 0 else " " + part for index, part in enumerate(parts)]


def embeddings(request):
    """One dimension for some of the words, such as a model that knows nothing of meaning would make them."""
    texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
    data = []
    for index, text in enumerate(texts):
        vector = [0.0] * 256
        for word in re.findall(r"\w+", text.lower()):
            vector[zlib.crc32(word.encode()) % 256] += 1
        length = math.sqrt(sum(value * value for value in vector)) or 1
        data.append({"object": "embedding", "index": index, "embedding": [value / length for value in vector]})
    return {"object": "list", "model": "scripted", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}


class ScriptedUpstream:
    """Answers `POST /v1/chat/completions` by what the last message says.

    - `weather`, with tools: calls the first tool twice, for Rome and for Oslo.
    - `story`: goes on until its reader leaves.
    - `long`: is cut at its limit. `fail`: a 400 that says that the prompt is too long.
    - outputs of tools: repeats them. Anything else: `You said: …`.
    - `look up WORDS`, with a tool `file_search`: calls that for the words.

    `POST /v1/embeddings` gives vectors of words: texts that share some are close.
    """

    def __init__(self):
        self.requests = []
        self.abandoned = threading.Event()
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.reply(200, {"object": "list", "data": [
                    {"id": "scripted", "object": "model", "created": 1, "owned_by": "test"}]})

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["content-length"])))
                self.streams, self.whole = request.get("stream", False), {"role": "assistant", "content": None}
                if self.path.endswith("/embeddings"):
                    return self.reply(200, embeddings(request))
                upstream.requests.append(request)
                upstream.answer(self, request)

            def reply(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def begin(self):
                if not self.streams:
                    return
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.send_header("connection", "close")
                self.end_headers()
                self.close_connection = True

            def add(self, delta):
                """Puts the pieces of an answer that is not streamed together."""
                if "content" in delta:
                    self.whole["content"] = (self.whole["content"] or "") + delta["content"]
                for piece in delta.get("tool_calls", []):
                    calls = self.whole.setdefault("tool_calls", [])
                    if piece["index"] == len(calls):
                        calls.append({**piece, "function": dict(piece["function"])})
                    else:
                        calls[piece["index"]]["function"]["arguments"] += piece["function"]["arguments"]

            def send(self, delta=None, reason=None, usage=None):
                if not self.streams:
                    return self.add(delta or {})
                choices = [] if usage else [{"index": 0, "delta": delta or {}, "finish_reason": reason}]
                chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
                         "choices": choices}
                if usage:
                    chunk["usage"] = usage
                self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
                self.wfile.flush()

            def end(self, reason, tokens):
                usage = {"prompt_tokens": 10, "completion_tokens": tokens, "total_tokens": 10 + tokens}
                if not self.streams:
                    return self.reply(200, {
                        "id": "c", "object": "chat.completion", "created": 1, "model": "scripted", "usage": usage,
                        "choices": [{"index": 0, "message": self.whole, "finish_reason": reason}]})
                self.send(reason=reason)
                self.send(usage=usage)
                self.wfile.write(b"data: [DONE]\n\n")

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, request):
        messages = request["messages"]
        last = messages[-1]
        text = last["content"] if isinstance(last["content"], str) else ""
        if last["role"] == "tool":
            outputs = [message["content"] for message in messages if message["role"] == "tool"]
            return self.say(handler, "It is " + " and ".join(outputs) + ".")
        if "weather" in text and request.get("tools"):
            return self.call(handler, request["tools"][0]["function"]["name"])
        tools = [tool["function"]["name"] for tool in request.get("tools") or []]
        if text.startswith("look up ") and "file_search" in tools:
            return self.search(handler, text.removeprefix("look up "))
        if "fail" in text:
            return handler.reply(400, {"error": {
                "message": "The prompt has 9000 tokens; the model reads 8192.", "type": "invalid_request_error",
                "code": "context_length_exceeded", "param": "messages"}})
        if "story" in text:
            return self.tell(handler)
        if "long" in text:
            return self.say(handler, "It was a dark and", reason="length")
        self.say(handler, f"You said: {text}")

    @staticmethod
    def say(handler, text, reason="stop"):
        handler.begin()
        pieces = words(text)
        for piece in pieces:
            handler.send({"content": piece})
        handler.end(reason, len(pieces))

    @staticmethod
    def search(handler, query):
        handler.begin()
        handler.send({"tool_calls": [{"index": 0, "id": "call_search", "type": "function", "function": {
            "name": "file_search", "arguments": json.dumps({"query": query})}}]})
        handler.end("tool_calls", 8)

    @staticmethod
    def call(handler, name):
        handler.begin()
        for index, city in enumerate(("Rome", "Oslo")):
            handler.send({"tool_calls": [{"index": index, "id": f"call_{city}", "type": "function",
                                          "function": {"name": name, "arguments": ""}}]})
            handler.send({"tool_calls": [{"index": index, "function": {"arguments": json.dumps({"city": city})}}]})
        handler.end("tool_calls", 8)

    def tell(self, handler):
        handler.begin()
        try:
            while True:
                handler.send({"content": "and then "})
                time.sleep(0.02)
        except OSError:
            self.abandoned.set()
