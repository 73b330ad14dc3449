"""Files: OpenAI's package, curl, GravixLayer's requests as they go over the wire, and what survives a kill."""

import concurrent.futures
import hashlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import threading
import time
import urllib.parse

import openai
import pytest
import requests

from conftest import needs_proc
from processes import Platform, wait_until

NAMES = [
    "plain.txt", 'say "hi".txt', "Ärger 🙂 文件.jsonl", "100%.txt", "semi; colon=1.txt", "back\\slash.txt", "ein Name.txt",
    "it's.txt",
]
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def home(make_home):
    return make_home()


@pytest.fixture(scope="module")
def platform(home, directory):
    """A platform that no test here asks for a model."""
    platform = Platform(home, directory)
    yield platform
    platform.stop()


@pytest.fixture
def client(platform):
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture(autouse=True)
def leaves_nothing(request):
    """Each test begins without files."""
    if "client" in request.fixturenames or "platform" in request.fixturenames:
        platform = request.getfixturevalue("platform")
        for file in platform.request("GET", "/v1/files").json()["data"]:
            assert platform.request("DELETE", f"/v1/files/{file['id']}").status == 200


def blobs(home):
    return sorted(path.name for path in (pathlib.Path(home) / "files").iterdir())


# --- OpenAI's package ------------------------------------------------------------------------------------------------


def test_a_file_comes_and_goes(client, platform, home):
    made = client.files.create(file=("a.jsonl", b'{"a": 1}\n'), purpose="batch")
    assert made.id.startswith("file-") and made.object == "file" and made.bytes == 9
    assert made.filename == "a.jsonl" and made.purpose == "batch" and made.status == "processed"
    assert abs(made.created_at - time.time()) < 60 and made.expires_at is None
    assert client.files.retrieve(made.id) == client.files.list().data[0]
    assert client.files.content(made.id).read() == b'{"a": 1}\n'
    assert client.files.wait_for_processing(made.id).id == made.id
    assert len(blobs(home)) == 1
    gone = client.files.delete(made.id)
    assert gone.id == made.id and gone.deleted is True and gone.object == "file"
    assert blobs(home) == []
    for call in (client.files.retrieve, client.files.content, client.files.delete):
        with pytest.raises(openai.NotFoundError) as caught:
            call(made.id)
        assert caught.value.code == "file_not_found"


@pytest.mark.parametrize("name", NAMES)
def test_names_survive(client, name, tmp_path):
    """T61, from bytes and from a file of that name."""
    (tmp_path / name).write_bytes(b"x")
    for file in ((name, b"x"), tmp_path / name, (tmp_path / name).open("rb")):
        made = client.files.create(file=file, purpose="assistants")
        assert made.filename == name
        assert client.files.retrieve(made.id).filename == name
        with client.files.with_streaming_response.content(made.id) as response:
            assert disposition_name(response.headers["content-disposition"]) == name


def disposition_name(value):
    """The name that a `Content-Disposition` says, as RFC 6266 has it read."""
    kind, _, parameters = value.partition("; ")
    assert kind == "attachment"
    _, found, encoded = parameters.partition("filename*=UTF-8''")
    if found:
        return urllib.parse.unquote(encoded)
    assert parameters.startswith('filename="') and parameters.endswith('"')
    return parameters[len('filename="'):-1]


def test_lists_page_by_page(client):
    made = [client.files.create(file=(f"{n}.txt", b"x"), purpose=("batch", "vision")[n % 2]).id for n in range(7)]
    assert [file.id for file in client.files.list()] == made[::-1]
    page = client.files.list(limit=3, order="asc")
    assert [file.id for file in page.data] == made[:3] and page.has_more
    assert [file.id for file in page] == made
    assert [file.id for file in client.files.list(purpose="vision", limit=2)] == made[1::2][::-1]


def test_raw_and_streamed_answers(client, tmp_path):
    raw = client.files.with_raw_response.create(file=("a.txt", b"hello"), purpose="user_data")
    assert raw.status_code == 200 and json.loads(raw.text)["file_name"] == "a.txt"
    made = raw.parse()
    content = client.files.content(made.id)
    assert content.response.headers["content-length"] == "5" and content.text == "hello"
    content.write_to_file(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"hello"
    part = client.files.content(made.id, extra_headers={"Range": "bytes=1-3"})
    assert part.response.status_code == 206 and part.read() == b"ell"
    assert part.response.headers["content-range"] == "bytes 1-3/5"


def test_a_time_to_live(client):
    made = client.files.create(
        file=("a.txt", b"x"), purpose="batch", expires_after={"anchor": "created_at", "seconds": 3600})
    assert made.expires_at == made.created_at + 3600
    for after in ({"anchor": "created_at", "seconds": 60}, {"anchor": "now", "seconds": 3600}):
        with pytest.raises(openai.BadRequestError):
            client.files.create(file=("a.txt", b"x"), purpose="batch", expires_after=after)


def test_bad_uploads(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.files.create(file=("a.txt", b"x"), purpose="world-peace")
    assert caught.value.code == "invalid_purpose" and "assistants" in caught.value.message
    with pytest.raises(openai.BadRequestError) as caught:
        client.files.create(file=("a.txt", b""), purpose="batch")
    assert caught.value.code == "empty_file"


def test_a_file_that_is_too_large(start_platform):
    platform = start_platform(MARTLET_FILE_BYTES=MEBIBYTE)
    with openai.OpenAI(base_url=platform.url, api_key="none", max_retries=0, timeout=60) as client:
        assert client.files.create(file=("a", bytes(MEBIBYTE)), purpose="batch").bytes == MEBIBYTE
        for size in (MEBIBYTE + 1, 40 * MEBIBYTE):
            with pytest.raises(openai.APIStatusError) as caught:
                client.files.create(file=("a", bytes(size)), purpose="batch")
            assert caught.value.status_code == 413 and caught.value.code == "file_too_large"
        assert len(client.files.list().data) == 1


# --- Others ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_gravixlayer(platform, name):
    """Upload, list, retrieve, content and delete as protocol/gravixlayer.md has them."""
    url = platform.url + "/files"
    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = "gravixlayer-python/0.0.45"
    made = session.post(url, files={"file": (name, b"hello")}, data={"purpose": "fine-tune", "expires_after": "3600"})
    assert made.status_code == 200, made.text
    upload = made.json()
    assert isinstance(upload["message"], str) and upload["file_name"] == name and upload["purpose"] == "fine-tune"

    # Its clients learn the id from the list, whose call may have a slash at its end.
    for path in ("", "/"):
        listed = session.get(url + path, headers={"Content-Type": "application/json"}).json()["data"]
        assert len(listed) == 1
    file = listed[0]
    assert file["id"] == upload["id"] and file["filename"] == name and file["bytes"] == 5
    assert file["object"] == "file" and isinstance(file["created_at"], int) and file["expires_after"] == 3600
    assert session.get(f"{url}/{file['id']}", headers={"Content-Type": "application/json"}).json() == file
    for path in ("content", "download"):
        content = session.get(f"{url}/{file['id']}/{path}")
        assert content.status_code == 200 and content.content == b"hello"
        assert disposition_name(content.headers["Content-Disposition"]) == name
    gone = session.delete(f"{url}/{file['id']}", headers={"Content-Type": "application/json"})
    assert gone.status_code == 200
    assert gone.json()["file_id"] == file["id"] and gone.json()["file_name"] == name and gone.json()["message"]
    assert session.get(f"{url}/{file['id']}").status_code == 404


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(platform, tmp_path):
    """Which waits for a 100 before it sends something large, and goes on where a download stopped."""
    data = random.Random(1).randbytes(3 * MEBIBYTE)
    path = tmp_path / 'a "large" Ä.bin'
    path.write_bytes(data)

    def curl(*arguments):
        return subprocess.run(["curl", "-sS", "--fail-with-body", "--noproxy", "*", *arguments], check=True,
                              capture_output=True, timeout=60).stdout

    # The name of the file, quoted for curl itself.
    quoted = str(path).replace("\\", "\\\\").replace('"', '\\"')
    made = json.loads(curl("-F", "purpose=vision", "-F", f'file=@"{quoted}"', platform.url + "/files"))
    assert made["filename"] == path.name and made["bytes"] == len(data)
    url = f"{platform.url}/files/{made['id']}/download"
    (tmp_path / "copy").write_bytes(data[:MEBIBYTE])
    curl("-C", "-", "-o", str(tmp_path / "copy"), url)
    assert (tmp_path / "copy").read_bytes() == data
    assert curl("-r", "-10", url) == data[-10:]


# --- Large files -----------------------------------------------------------------------------------------------------


def form(chunks, purpose="user_data", name="large.bin", boundary="interop"):
    """The pieces of an upload."""
    yield (f'--{boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n{purpose}\r\n'
           f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n').encode()
    yield from chunks
    yield f"\r\n--{boundary}--\r\n".encode()


def upload(port, chunks, timeout=120, **parameters):
    """The decoded answer to an upload in chunks. Raises `OSError` or `HTTPException` when there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", "/v1/files", body=form(chunks, **parameters), encode_chunked=True, headers={
            "Content-Type": "multipart/form-data; boundary=interop", "Transfer-Encoding": "chunked"})
        response = connection.getresponse()
        text = response.read()
        assert response.status == 200, text
        return json.loads(text)
    finally:
        connection.close()


def digest(port, file, timeout=120):
    """Size and checksum of a file's content."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", f"/v1/files/{file}/content")
        response = connection.getresponse()
        assert response.status == 200
        checksum, size = hashlib.sha256(), 0
        while piece := response.read(256 << 10):
            checksum.update(piece)
            size += len(piece)
        return size, checksum.hexdigest()
    finally:
        connection.close()


def memory(pid, name):
    """A figure of a process's memory in bytes: `VmRSS` now, `VmHWM` the most since it was asked to forget."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) << 10
    raise AssertionError(name)


@needs_proc
def test_a_large_file_is_never_in_memory(platform):
    size = 150 * MEBIBYTE
    block = random.Random(2).randbytes(MEBIBYTE)
    checksum = hashlib.sha256()

    def chunks():
        for index in range(size // MEBIBYTE):
            piece = block[index:] + block[:index]
            checksum.update(piece)
            yield piece

    # What the first request costs does not count.
    digest(platform.port, upload(platform.port, [b"x" * MEBIBYTE])["id"])
    growth = {}
    for what in ("upload", "download"):
        pathlib.Path(f"/proc/{platform.pid}/clear_refs").write_text("5")
        before = memory(platform.pid, "VmRSS")
        begin = time.monotonic()
        if what == "upload":
            made = upload(platform.port, chunks())
            assert made["bytes"] == size
        else:
            assert digest(platform.port, made["id"]) == (size, checksum.hexdigest())
        growth[what] = (memory(platform.pid, "VmHWM") - before) >> 20
        print(f"{what}: {time.monotonic() - begin:.1f} s, at most {growth[what]} MiB more than {before >> 20} MiB")
    assert all(value < 30 for value in growth.values()), growth


# --- Kills -----------------------------------------------------------------------------------------------------------


def kill(platform):
    os.kill(platform.pid, signal.SIGKILL)
    platform.process.wait()


def test_of_an_upload_that_a_kill_cuts_off_nothing_stays(make_home, directory):
    home = make_home()
    first = Platform(home, directory)
    try:
        holds = threading.Event()

        def chunks():
            yield b"x" * (4 * MEBIBYTE)
            holds.wait(60)

        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            cut = pool.submit(upload, first.port, chunks())
            try:
                assert wait_until(
                    lambda: any((home / "files" / name).stat().st_size >= MEBIBYTE for name in blobs(home)), 20)
                assert [name.endswith(".part") for name in blobs(home)] == [True]
                assert first.request("GET", "/v1/files").json()["data"] == []
                kill(first)
            finally:
                holds.set()
            with pytest.raises((OSError, http.client.HTTPException)):
                cut.result(60)
        assert len(blobs(home)) == 1, "nobody was there to delete it"
    finally:
        first.stop()
    second = Platform(home, directory)
    try:
        assert second.request("GET", "/v1/files").json()["data"] == []
        assert blobs(home) == []
    finally:
        second.stop()


def test_kills_lose_no_file_and_leave_no_half_ones(make_home, directory):
    """T69. Six clients upload and delete while the platform is killed again and again."""
    dice = random.Random(2043)
    home = make_home()
    kept, unsure, lock = {}, set(), threading.Lock()
    deleted = set()
    place = {"port": None}
    ends = threading.Event()

    def work(seed):
        dice = random.Random(seed)
        while not ends.is_set():
            data = dice.randbytes(dice.choice([10, 5_000, 300_000, 2 * MEBIBYTE]))
            checksum = (len(data), hashlib.sha256(data).hexdigest())
            with lock:
                unsure.add(checksum)
            try:
                made = upload(place["port"], [data[start:start + 65_536] for start in range(0, len(data), 65_536)])
                with lock:
                    kept[made["id"]] = checksum
                if dice.random() < 0.3:
                    with lock:
                        # From here on it may be gone.
                        del kept[made["id"]]
                    connection = http.client.HTTPConnection("127.0.0.1", place["port"], timeout=30)
                    connection.request("DELETE", f"/v1/files/{made['id']}")
                    response = connection.getresponse()
                    response.read()
                    connection.close()
                    if response.status == 200:
                        with lock:
                            deleted.add(made["id"])
            except (OSError, http.client.HTTPException):
                ends.wait(0.02)

    platform = Platform(home, directory)
    place["port"] = platform.port
    pool = concurrent.futures.ThreadPoolExecutor(6)
    workers = [pool.submit(work, seed) for seed in range(6)]
    cut_off = 0
    try:
        for _ in range(10):
            count = len(kept)
            assert wait_until(lambda: len(kept) >= count + 5, 60, interval=0.005), platform.text
            time.sleep(dice.uniform(0, 0.05))
            kill(platform)
            platform.stop()
            cut_off += sum(name.endswith(".part") for name in blobs(home))
            with lock:
                acknowledged, gone = dict(kept), set(deleted)
            platform = Platform(home, directory)
            there = {file["id"]: file for file in platform.request("GET", "/v1/files").json()["data"]}
            # A client may delete one right now, of those that the platform acknowledged before.
            with lock:
                lost = [id for id in acknowledged if id not in there and id in kept]
            assert not lost, lost
            assert not gone & set(there), "a deleted file is back"
            place["port"] = platform.port
        ends.set()
        for worker in workers:
            worker.result(60)

        kill(platform)
        platform.stop()
        platform = Platform(home, directory)
        listed = platform.request("GET", "/v1/files").json()["data"]
        assert set(kept) <= {file["id"] for file in listed}
        assert len(blobs(home)) == len(listed) and not any(name.endswith(".part") for name in blobs(home))
        for file in listed:
            content = digest(platform.port, file["id"])
            assert content[0] == file["bytes"]
            # Also one whose client never got the answer is whole.
            assert content == kept[file["id"]] if file["id"] in kept else content in unsure
        print(f"{len(listed)} files, {len(deleted)} deleted, {cut_off} uploads cut off")
        assert cut_off > 0, "the kills cut off no upload"
    finally:
        ends.set()
        platform.stop()
        pool.shutdown()
