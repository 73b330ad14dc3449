"""A server of chats that answers as a test says and notes what it is asked: what stands behind `--upstream`."""

import asyncio
import json
import threading
import time
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
MODEL = "stub-model"


@dataclass
class Answer:
    """What the model says."""

    text: str = ""
    reasoning: str | None = None
    # Names of tools with their arguments.
    calls: list = field(default_factory=list)
    finish_reason: str | None = None
    # Seconds from the request to the answer.
    delay: float = 0
    # An error instead of an answer.
    status: int = 200
    error: dict | None = None

    def message(self):
        message = {"role": "assistant", "content": self.text}
        if self.reasoning is not None:
            message["reasoning_content"] = self.reasoning
        if self.calls:
            message["tool_calls"] = [
                {"index": index, "id": f"call_{index}", "type": "function",
                 "function": {"name": name, "arguments": json.dumps(arguments)}}
                for index, (name, arguments) in enumerate(self.calls)]
        return message

    @property
    def reason(self):
        return self.finish_reason or ("tool_calls" if self.calls else "stop")


@dataclass
class Asked:
    """A chat that the server was asked for."""

    body: dict
    began: float
    # When it was answered, or when the client was gone.
    ended: float | None = None
    is_answered: bool = False

    @property
    def messages(self):
        """The roles and texts of the prompt."""
        return [(message["role"], message["content"]) for message in self.body["messages"]]

    @property
    def last(self):
        """The text of the last message."""
        return self.body["messages"][-1]["content"]


def repeat(asked):
    """Says which message it answers."""
    return Answer(f"the answer to {asked.last}")


class Upstream:
    """Answers with `answer`, a function from what was asked."""

    def __init__(self, answer=repeat):
        self.answer = answer
        self.asked = []
        self.is_held = False
        self._loop = asyncio.new_event_loop()
        self._listens = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._listens.wait(10)

    @property
    def url(self):
        return f"http://{LOOPBACK}:{self.port}/v1"

    @property
    def live(self):
        """What is being answered now."""
        return [asked for asked in list(self.asked) if asked.ended is None]

    def hold(self):
        """Answers nothing until it is released."""
        self.is_held = True
        self._loop.call_soon_threadsafe(self._open.clear)

    def release(self):
        self.is_held = False
        self._loop.call_soon_threadsafe(self._open.set)

    def reset(self, answer=repeat):
        """Forgets what it was asked, and answers in another way from now on."""
        self.release()
        self.asked = []
        self.answer = answer

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._open = asyncio.Event()
        self._open.set()
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, LOOPBACK, 0, limit=1 << 24, backlog=1024))
        self.port = server.sockets[0].getsockname()[1]
        self._listens.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader, writer):
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            # The client has gone.
            pass
        finally:
            writer.close()

    async def _exchange(self, reader, writer):
        """Answers one request of a connection; whether another may come."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if (method, path) == ("GET", "/v1/models"):
            listing = {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 1, "owned_by": "test"}]}
            _write(writer, 200, listing)
        elif (method, path) == ("POST", "/v1/chat/completions"):
            asked = Asked(json.loads(body), time.monotonic())
            self.asked.append(asked)
            try:
                answer = self.answer(asked)
                if not await self._in_time(reader, answer.delay):
                    return False
                _answer(writer, answer, asked.body.get("stream"))
                asked.is_answered = True
            finally:
                asked.ended = time.monotonic()
        else:
            _write(writer, 404, {"error": {"message": f"There is no {path}.", "type": "invalid_request_error"}})
        await writer.drain()
        return True

    async def _in_time(self, reader, delay):
        """Waits until the answer is due; whether the client is still there then."""
        async def due():
            await asyncio.sleep(delay)
            await self._open.wait()

        waits = [asyncio.ensure_future(due()), asyncio.ensure_future(reader.read(1))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            return not waits[1].done()
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


def _answer(writer, answer, is_streamed):
    if answer.error is not None or answer.status != 200:
        _write(writer, answer.status, {"error": answer.error or {"message": "out of order", "type": "server_error"}})
        return
    usage = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
    about = {"id": "chatcmpl-1", "created": 1, "model": MODEL}
    if not is_streamed:
        choice = {"index": 0, "message": answer.message(), "finish_reason": answer.reason}
        _write(writer, 200, {**about, "object": "chat.completion", "choices": [choice], "usage": usage})
        return
    about["object"] = "chat.completion.chunk"
    message = answer.message()
    text = message.pop("content")
    deltas = [{**message, "content": ""}, *({"content": text[start:start + 7]} for start in range(0, len(text), 7))]
    chunks = [{**about, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    chunks.append({**about, "choices": [{"index": 0, "delta": {}, "finish_reason": answer.reason}]})
    chunks.append({**about, "choices": [], "usage": usage})
    events = [json.dumps(chunk) for chunk in chunks] + ["[DONE]"]
    _send(writer, 200, "text/event-stream", "".join(f"data: {event}\n\n" for event in events).encode())


def _write(writer, status, value):
    _send(writer, status, "application/json", json.dumps(value).encode())


def _send(writer, status, kind, body):
    writer.write(
        f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
