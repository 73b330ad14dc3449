"""Images and videos: through PixiGPT's own package, from a server of this machine, with a stub as multimodal model."""

import base64
import http.server
import json
import pathlib
import shutil
import threading

import pytest

pixigpt = pytest.importorskip("pixigpt", reason="pixigpt is not installed")

FIXTURES = pathlib.Path(__file__).parent.parent / "Tests" / "MartletMediaTests" / "Fixtures"
THREE_LINES = ["Martlet never lands", "Invoice 2041 of 7 May", "Total: 128.50 EUR"]

pytestmark = pytest.mark.skipif(
    not (shutil.which("tesseract") and shutil.which("ffmpeg")), reason="tesseract and ffmpeg are not installed")


class Server:
    """A server of this machine that has some files, and answers chats as a multimodal model would."""

    def __init__(self):
        self.requests = []
        self.chats = []
        self.refuses_head = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_HEAD(self):
                self.answer(False)

            def do_GET(self):
                self.answer(True)

            def answer(self, has_body):
                outer.requests.append((self.command, self.path))
                if self.path == "/v1/models":
                    return self.send(b'{"object":"list","data":[{"id":"seer","object":"model"}]}', "application/json")
                if self.command == "HEAD" and outer.refuses_head:
                    self.send_response(405)
                    return self.end_headers()
                if self.path == "/large.mp4":
                    self.send_response(200)
                    self.send_header("Content-Type", "video/mp4")
                    self.send_header("Content-Length", "10000000")
                    self.end_headers()
                    if has_body:
                        try:
                            for _ in range(100):
                                self.wfile.write(bytes(100_000))
                        except OSError:
                            pass
                    return
                if self.path == "/moved.png":
                    self.send_response(302)
                    self.send_header("Location", "/three-lines.png")
                    return self.end_headers()
                if self.path == "/page.html":
                    return self.send(b"<html></html>", "text/html", has_body)
                if self.path == "/text.png":
                    return self.send(b"/etc/passwd\n", "image/png", has_body)
                file = FIXTURES / self.path.strip("/")
                if not file.is_file():
                    return self.send_error(404)
                self.send(file.read_bytes(), "video/mp4" if file.suffix == ".mp4" else "image/png", has_body)

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.chats.append(body)
                self.send(json.dumps({
                    "id": "c", "object": "chat.completion", "created": 1, "model": "seer",
                    "choices": [{"index": 0, "finish_reason": "stop",
                                 "message": {"role": "assistant", "content": "Text, White, text\n"}}],
                    "usage": {"prompt_tokens": 90, "completion_tokens": 4, "total_tokens": 94,
                              "prompt_tokens_details": {"cached_tokens": 3}},
                }).encode(), "application/json")

            def send(self, data, kind, has_body=True):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if has_body:
                    self.wfile.write(data)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://127.0.0.1:{self.server.server_port}/{name}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def open_platform(start_platform):
    """A platform that fetches from this machine too."""
    return start_platform(MARTLET_ALLOW_PRIVATE_URLS="true")


@pytest.fixture
def seeing(start_platform, server):
    """A platform whose multimodal model is the server."""
    return start_platform(
        "--upstream", server.url("v1"), MARTLET_ALLOW_PRIVATE_URLS="true", MARTLET_VISION_MODEL="seer")


def client(platform):
    return pixigpt.Client("none", platform.url, timeout=60, max_retries=0)


def post(platform, route, **body):
    return platform.request("POST", f"/v1/vision/{route}", json.dumps(body).encode())


def data_url(name="three-lines.png", kind="image/png"):
    return f"data:{kind};base64," + base64.b64encode((FIXTURES / name).read_bytes()).decode()


@pytest.mark.parametrize("name", ["three-lines.png", "moved.png"])
def test_three_lines_come_back_line_by_line(open_platform, server, name):
    response = client(open_platform).extract_text(pixigpt.VisionOCRRequest(image_url=server.url(name)))
    assert response.result.splitlines() == THREE_LINES
    assert response.usage.total_tokens == 0


def test_a_data_url_needs_no_server(platform):
    reply = post(platform, "ocr", image_url=data_url())
    assert reply.status == 200, reply
    assert reply.json() == {
        "result": "\n".join(THREE_LINES),
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}


def test_a_table_keeps_its_columns(platform):
    lines = post(platform, "ocr", image_url=data_url("table.png")).json()["result"].splitlines()
    assert [line.split() for line in lines] == [
        ["Item", "Count", "Price"], ["Green", "apples", "12", "3.40"], ["Pears", "7", "2.10"]]
    assert lines[0].index("Count") == lines[1].index("12") == lines[2].index("7")
    assert lines[2].startswith("  ")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254",
                                  "10.0.0.1", "192.168.1.1", "[fd00::1]"])
def test_this_machine_and_its_network_are_refused_by_default(platform, server, host):
    reply = post(platform, "ocr", image_url=f"http://{host}:{server.server.server_port}/three-lines.png")
    assert reply.status == 400 and reply.error["code"] == "address_not_allowed", reply
    assert reply.error["param"] == "image_url"
    assert server.requests == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://2130706433/", "http://0x7f.1/",
                                 "http://user:pw@example.com/", "three-lines.png", "data:image/png;base64,*"])
def test_what_is_no_plain_url_is_refused(open_platform, url):
    reply = post(open_platform, "ocr", image_url=url)
    assert reply.status == 400 and reply.error["code"] == "unsupported_url", reply


@pytest.mark.parametrize("name, code", [("page.html", "unsupported_media"), ("text.png", "unsupported_media"),
                                        ("test-card.mp4", "unsupported_media"), ("nothing.png", "fetch_failed")])
def test_what_is_no_image_is_refused(open_platform, server, name, code):
    reply = post(open_platform, "ocr", image_url=server.url(name))
    assert reply.status == 400 and reply.error["code"] == code, reply


def test_without_a_model_the_error_names_the_setting(platform, server):
    for ask, request in [
        (client(platform).analyze_image, pixigpt.VisionAnalyzeRequest(image_url=server.url("three-lines.png"))),
        (client(platform).analyze_image_for_tags, pixigpt.VisionTagsRequest(image_url=server.url("three-lines.png"))),
        (client(platform).analyze_video, pixigpt.VisionVideoRequest(video_url=server.url("test-card.mp4"))),
    ]:
        with pytest.raises(pixigpt.APIError) as caught:
            ask(request)
        # The package loses the message of a status that it repeats, as 503.
        assert "MARTLET_VISION_MODEL" in str(caught.value), caught.value
        assert "vision_model" in str(caught.value) and caught.value.status_code == 501
    assert server.requests == []


def pictures(chat):
    """The pictures of a chat, decoded; they have to be JPEG."""
    urls = [part["image_url"]["url"] for part in chat["messages"][-1]["content"] if part["type"] == "image_url"]
    assert all(url.startswith("data:image/jpeg;base64,") for url in urls), urls
    decoded = [base64.b64decode(url.partition(",")[2]) for url in urls]
    assert all(jpeg[:3] == b"\xff\xd8\xff" and jpeg[-2:] == b"\xff\xd9" for jpeg in decoded)
    return decoded


def test_the_model_sees_the_image(seeing, server):
    response = client(seeing).analyze_image(
        pixigpt.VisionAnalyzeRequest(image_url=server.url("three-lines.png"), user_prompt="What is written here?"))
    assert response.result == "Text, White, text"
    assert (response.usage.prompt_tokens, response.usage.completion_tokens, response.usage.total_tokens) == (90, 4, 94)
    chat, = server.chats
    assert chat["model"] == "seer" and not chat.get("stream")
    assert chat["messages"][-1]["content"][0] == {"type": "text", "text": "What is written here?"}
    assert len(pictures(chat)) == 1


def test_tags_come_in_one_form(seeing, server):
    response = client(seeing).analyze_image_for_tags(
        pixigpt.VisionTagsRequest(image_url=server.url("three-lines.png")))
    assert response.result == "text, white"
    assert len(pictures(server.chats[0])) == 1


@pytest.mark.parametrize("refuses_head", [False, True])
def test_the_model_sees_frames_of_the_video(seeing, server, refuses_head):
    server.refuses_head = refuses_head
    response = client(seeing).analyze_video(pixigpt.VisionVideoRequest(video_url=server.url("test-card.mp4")))
    assert response.result == "Text, White, text"
    frames = pictures(server.chats[0])
    assert len(frames) == 8 and len(set(frames)) == 8
    assert [request for request in server.requests if "test-card" in request[1]] == [
        ("HEAD", "/test-card.mp4"), ("GET", "/test-card.mp4")]


def test_a_video_of_10_mb_is_refused_without_a_download(seeing, server):
    reply = post(seeing, "video", video_url=server.url("large.mp4"))
    assert reply.status == 413 and reply.error["code"] == "media_too_large", reply
    assert reply.error["type"] == "invalid_request_error" and reply.error["param"] == "video_url"
    assert ("GET", "/large.mp4") not in server.requests
    # The same where HEAD says nothing.
    server.refuses_head = True
    assert post(seeing, "video", video_url=server.url("large.mp4")).status == 413
    assert server.chats == []


def test_the_command_line_reads_a_file(open_platform, home, directory):
    import subprocess

    from processes import binary, environment

    def run(*arguments):
        return subprocess.run(
            [binary(), "vision", *arguments, "--quiet"], cwd=directory, capture_output=True, text=True, timeout=120,
            env=environment(home, MARTLET_BASE_URL=open_platform.url))

    result = run("ocr", str(FIXTURES / "three-lines.png"))
    assert result.returncode == 0 and result.stdout.splitlines() == THREE_LINES, result
    result = run("ocr", str(FIXTURES / "three-lines.png"), "--json")
    assert json.loads(result.stdout)["result"].splitlines() == THREE_LINES
    result = run("analyze", str(FIXTURES / "three-lines.png"), "--prompt", "What is it?")
    assert result.returncode == 69 and "MARTLET_VISION_MODEL" in result.stderr, result
    result = run("ocr", str(FIXTURES / "test-card.mp4"))
    assert result.returncode == 64 and "Give an image" in result.stderr, result
