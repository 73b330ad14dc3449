"""HTTP with nothing in between: what goes over the wire, and when."""

import http.client
import json
import socket
import time


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        assert self.headers.get("content-type", "").startswith("application/json"), self
        return json.loads(self.body)

    @property
    def error(self):
        """The error of a body in OpenAI's form, checked for that form."""
        error = self.json()["error"]
        assert isinstance(error["message"], str) and len(error["message"]) > 10, self
        assert isinstance(error["type"], str), self
        assert "param" in error and "code" in error, self
        return error

    def __repr__(self):
        return f"<{self.status} {dict(self.headers)} {self.body[:600]!r}>"


def exchange(port, method, path, body=None, headers=None, timeout=60):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        given = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, body=body, headers={**given, **(headers or {})})
        response = connection.getresponse()
        return Reply(response.status, _lowercase(response.headers), response.read())
    finally:
        connection.close()


def exchange_bytes(port, request, timeout=30):
    """Sends bytes as they are, and reads until the server closes or the answer is complete."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return Reply(response.status, _lowercase(response.headers), response.read())


def _lowercase(headers):
    return {name.lower(): value for name, value in headers.items()}


class Stream:
    """A streamed answer, line by line, each with the time at which it came."""

    def __init__(self, port, path, body, headers=None, timeout=120):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.connection.request(
            "POST", path, body=body, headers={"Content-Type": "application/json", **(headers or {})})
        # Kept: http.client lets go of its socket when it has an answer that ends the connection.
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.headers = _lowercase(self.response.headers)
        self.start = time.monotonic()
        self.lines = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.response.close()
        self.connection.close()

    def __iter__(self):
        """The lines without their ends. Raises when the connection ends before the answer does."""
        while True:
            line = self.response.readline()
            if not line:
                return
            assert line.endswith(b"\n"), line
            text = line.rstrip(b"\r\n").decode()
            self.lines.append((time.monotonic() - self.start, text))
            yield text

    def events(self):
        """The data of the events, `[DONE]` included."""
        for line in self:
            if line.startswith("data:"):
                yield line[5:].strip()

    def chunks(self):
        """The decoded events up to `[DONE]`."""
        for data in self.events():
            if data == "[DONE]":
                return
            yield json.loads(data)

    def until_text(self):
        """Reads on until a piece of the answer has come."""
        for chunk in self.chunks():
            if any(choice["delta"].get("content") for choice in chunk.get("choices", [])):
                return chunk
        raise AssertionError(f"the stream ended before its first word: {self.lines}")

    def rest(self):
        """All that is still to come, as the data of events."""
        return list(self.events())


def text_of(chunks):
    return "".join(
        choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"] if choice["index"] == 0)


def error_of(events):
    """The error among the data of events, or none."""
    for data in events:
        if data != "[DONE]":
            decoded = json.loads(data)
            if decoded.get("error"):
                return decoded["error"]
    return None
