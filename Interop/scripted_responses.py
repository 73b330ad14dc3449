"""A `/v1/responses` that says what a test expects: the provider behind the Codex command line."""

import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = {"input_tokens": 20, "input_tokens_details": {"cached_tokens": 5}, "output_tokens": 7,
         "output_tokens_details": {"reasoning_tokens": 2}, "total_tokens": 27}


@dataclass
class Turn:
    """One answer of the provider: texts and calls, or a failure."""

    text: str = ""
    # Commands of the shell; with a reason where they are to run outside of the sandbox.
    command: str | None = None
    justification: str | None = None
    # Seconds between the words of the text.
    pause: float = 0
    # Goes on with the text until its reader leaves.
    endless: bool = False
    # A failure instead: its status and its body.
    status: int = 200
    error: dict = field(default_factory=dict)
    # Ends the connection after the text, without a word.
    cut: bool = False


class ScriptedResponses:
    """Answers `POST /v1/responses` with the turns in order; the last one answers all that follow."""

    def __init__(self, *turns):
        self.turns = list(turns)
        self.requests = []
        self.keys = []
        self.abandoned = threading.Event()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.reply(200, {"object": "list", "data": [
                    {"id": "scripted", "object": "model", "created": 1, "owned_by": "test"}]})

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with scripted._lock:
                    scripted.requests.append(request)
                    scripted.keys.append(self.headers["authorization"])
                    turn = scripted.turns.pop(0) if len(scripted.turns) > 1 else scripted.turns[0]
                try:
                    scripted.play(self, request, turn)
                except OSError:
                    scripted.abandoned.set()

            def reply(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def begin(self):
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()

            def chunk(self, data):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()

            def send(self, name, **fields):
                event = {"type": name, **fields}
                self.chunk(f"event: {name}\ndata: {json.dumps(event)}\n\n".encode())

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def outputs(self):
        """What the commands of the last request gave."""
        return [item["output"] for item in self.requests[-1]["input"] if item["type"] == "function_call_output"]

    def play(self, handler, request, turn):
        if turn.status != 200:
            return handler.reply(turn.status, turn.error)
        response = {"id": f"resp_{next(self._numbers)}", "object": "response", "model": request.get("model"),
                    "status": "in_progress", "output": []}
        handler.begin()
        handler.send("response.created", response=response)
        items = []
        if turn.text or turn.endless:
            items.append(self.say(handler, turn))
        if turn.cut:
            handler.close_connection = True
            return
        if turn.command is not None:
            items.append(self.call(handler, request, turn, len(items)))
        handler.send("response.completed", response={**response, "status": "completed", "output": items,
                                                     "usage": USAGE})
        handler.chunk(b"")

    def say(self, handler, turn):
        item = {"type": "message", "id": f"msg_{next(self._numbers)}", "role": "assistant", "status": "in_progress",
                "content": []}
        handler.send("response.output_item.added", output_index=0, item=item)
        words = turn.text.split(" ")
        pieces = [word if index == 0 else " " + word for index, word in enumerate(words)]
        for piece in itertools.cycle(pieces) if turn.endless else pieces:
            handler.send("response.output_text.delta", item_id=item["id"], output_index=0, content_index=0, delta=piece)
            if turn.pause:
                time.sleep(turn.pause)
        item = {**item, "status": "completed", "content": [{"type": "output_text", "text": turn.text}]}
        handler.send("response.output_item.done", output_index=0, item=item)
        return item

    def call(self, handler, request, turn, index):
        number = next(self._numbers)
        name, arguments = call_of_shell(request, turn.command, turn.justification)
        item = {"type": "function_call", "id": f"fc_{number}", "call_id": f"call_{number}", "name": name,
                "arguments": json.dumps(arguments), "status": "completed"}
        handler.send("response.output_item.added", output_index=index, item={**item, "arguments": ""})
        handler.send("response.output_item.done", output_index=index, item=item)
        return item


def call_of_shell(request, command, justification=None):
    """The name and the arguments of the shell tool that a request offers."""
    names = {tool.get("name") for tool in request.get("tools", [])}
    if "exec_command" in names:
        name, arguments = "exec_command", {"cmd": command}
    elif "shell_command" in names:
        name, arguments = "shell_command", {"command": command}
    else:
        name, arguments = "shell", {"command": ["bash", "-lc", command]}
    if justification is not None:
        arguments |= {"sandbox_permissions": "require_escalated", "justification": justification}
    return name, arguments
