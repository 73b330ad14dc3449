"""Files on the command line: with a platform and without one, interrupted and gone on with."""

import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import threading

import pytest

from processes import binary, environment, wait_until

MEBIBYTE = 1 << 20


@pytest.fixture
def own_home(make_home):
    return make_home()


@pytest.fixture
def martlet(own_home, directory):
    """Runs the command line on a data directory of its own."""

    def run(*arguments, status=0, text=True, cwd=directory, **variables):
        result = subprocess.run(
            [binary(), *map(str, arguments)], cwd=cwd, env=environment(own_home, TZ="UTC", **variables),
            stdin=subprocess.DEVNULL, capture_output=True, text=text, timeout=120)
        assert result.returncode == status, result
        assert not text or "\x1b" not in result.stdout + result.stderr, result
        return result

    return run


@pytest.fixture(params=["with a platform", "without one"])
def running(request, start_platform, own_home):
    """The platform of the data directory, or none; the commands are the same."""
    if request.param == "without one":
        yield None
        return
    platform = start_platform(home=own_home)
    yield platform
    assert platform.process.poll() is None, platform.text


def test_a_story(running, martlet, tmp_path):
    assert martlet("files", "list").stderr == "There are no files.\n"
    path = tmp_path / 'the "best" Ärger 文件.txt'
    path.write_text("Hello, file!\n")
    name = path.name

    # Both spellings of the flags.
    first = martlet("files", "upload", "--file", path, "--purpose", "batch").stdout.strip()
    second = json.loads(martlet(
        "files", "upload", path, "--purpose", "user_data", "--file_name", "b.txt", "--expires_after", 60,
        "--json").stdout)
    assert second["file_name"] == "b.txt" and second["bytes"] == 13
    third = martlet(
        "files", "upload", path, "--purpose", "vision", "--file-name", "b.txt", "--expires-after", "7200").stdout.strip()

    listed = json.loads(martlet("files", "list", "--json").stdout)
    assert {file["id"] for file in listed["data"]} == {first, second["id"], third}
    lines = martlet("files", "list").stdout.splitlines()
    assert lines[0].split() == ["id", "name", "size", "purpose", "created", "expires"]
    assert len(lines) == 4 and any(first in line and name in line and "13 bytes" in line for line in lines)
    assert first in martlet("files", "list", "--purpose", "batch").stdout
    assert third not in martlet("files", "list", "--purpose", "batch").stdout

    # By id and by name.
    for argument in (first, name):
        assert json.loads(martlet("files", "info", argument, "--json").stdout)["id"] == first
        assert martlet("files", "content", argument).stdout == "Hello, file!\n"
    assert "never" in martlet("files", "info", first).stdout
    several = martlet("files", "info", "b.txt", status=65)
    assert "2 files are named 'b.txt'" in several.stderr
    assert second["id"] in several.stderr and third in several.stderr
    assert "There is no file named 'c.txt'" in martlet("files", "content", "c.txt", status=65).stderr

    # To its own name, to a path, into a directory, to standard output.
    work = tmp_path / "work"
    work.mkdir()
    assert martlet("files", "download", first, cwd=work).stdout == name + "\n"
    assert (work / name).read_text() == "Hello, file!\n"
    said = json.loads(martlet("files", "download", third, "--output", work / "out.txt", "--json").stdout)
    assert said == {"id": third, "path": str(work / "out.txt"), "bytes": 13, "resumed_from": 0}
    martlet("files", "download", third, "-o", work)
    assert martlet("files", "download", third, "-o", "-").stdout == "Hello, file!\n"
    assert sorted(os.listdir(work)) == sorted([name, "out.txt", "b.txt"])

    # Deleting.
    assert martlet("files", "delete", name, third).stdout == f"deleted {first}\ndeleted {third}\n"
    assert "Error" not in martlet("files", "info", first, status=65).stderr
    gone = martlet("files", "download", first, "-o", work / "gone", status=65)
    assert gone.stdout == "" and not list(work.glob("gone*"))


@pytest.mark.parametrize("arguments, words", [
    (["upload", "/none/such", "--purpose", "batch"], "cannot be read"),
    (["upload", "EMPTY", "--purpose", "batch"], "is empty"),
    (["upload", ".", "--purpose", "batch"], "a directory"),
])
def test_what_cannot_be_uploaded(martlet, tmp_path, arguments, words):
    (tmp_path / "empty").touch()
    arguments = [str(tmp_path / "empty") if argument == "EMPTY" else argument for argument in arguments]
    assert words in martlet("files", *arguments, status=65).stderr


@pytest.mark.parametrize("arguments", [
    ["upload", "a"], ["upload", "a", "--purpose", "novel"], ["upload", "a", "--purpose", "batch", "--expires-after", "0"],
    ["download"], ["content", "a", "--json"],
])
def test_wrong_usage(martlet, arguments):
    martlet("files", *arguments, status=64)


class Throttle:
    """Passes connections on to a platform; its answers stop after `limit` bytes until that is None."""

    def __init__(self, port):
        self.limit = None
        self.passed = 0
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._copy, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._copy, args=(server, client, True), daemon=True).start()

    def _copy(self, source, target, counted):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
                if counted:
                    self.passed += len(piece)
                    # A client that goes away while this waits is noticed with the next piece.
                    wait_until(lambda: self.limit is None or self.passed < self.limit, 60)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.limit = None
        self._listener.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A file of 150 MiB, and its checksum."""
    path = tmp_path_factory.mktemp("large") / "large.bin"
    generator, checksum = random.Random(5), hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(150):
            piece = generator.randbytes(MEBIBYTE)
            file.write(piece)
            checksum.update(piece)
    return path, checksum.hexdigest()


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_download_goes_on(start_platform, own_home, martlet, directory, tmp_path, large, way):
    path, checksum = large
    platform = start_platform(home=own_home)
    throttle = Throttle(platform.port)
    try:
        uploaded = martlet("files", "upload", path, "--purpose", "user_data", "--base-url", throttle.url)
        file = uploaded.stdout.strip()
        copy = tmp_path / "copy.bin"
        arguments = ["files", "download", file, "--output", str(copy), "--base-url", throttle.url]
        throttle.passed, throttle.limit = 0, 60 * MEBIBYTE
        process = subprocess.Popen(
            [binary(), *arguments], cwd=directory, env=environment(own_home), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        part = tmp_path / "copy.bin.part"
        assert wait_until(lambda: part.exists() and part.stat().st_size > 40 * MEBIBYTE, 60)
        process.send_signal(way)
        out, err = process.communicate(timeout=30)
        throttle.limit = None
        assert out == "" and not copy.exists()
        if way == signal.SIGINT:
            assert process.returncode == 130, err
            assert f"are kept in {part}" in err and f"martlet files download {file} --output {copy}" in err, err
        held = part.stat().st_size
        assert 40 * MEBIBYTE < held < 150 * MEBIBYTE
        throttle.passed = 0
        said = json.loads(martlet(*arguments, "--json").stdout)
        assert said["resumed_from"] == held and said["bytes"] == 150 * MEBIBYTE
        assert throttle.passed < 150 * MEBIBYTE - held + MEBIBYTE
        assert sha256(copy) == checksum
        assert os.listdir(tmp_path) == ["copy.bin"]
    finally:
        throttle.close()
