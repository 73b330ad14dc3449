"""What the tests share: a platform for all of them, and platforms of their own for those that end one."""

import os
import pathlib
import shutil

import pytest

from processes import HAS_PROC, Platform

# The clients run in this process: they are to find nobody's proxy, key or platform.
for name in list(os.environ):
    if name.lower().endswith("_proxy") or name.startswith(("OPENAI_", "GRAVIXLAYER_", "PIXIGPT_")):
        del os.environ[name]

needs_proc = pytest.mark.skipif(not HAS_PROC, reason="looks at processes through /proc")


@pytest.fixture(scope="session")
def installed():
    """The data directory with the engine and the models."""
    return pathlib.Path(os.environ["MARTLET_HOME"])


@pytest.fixture(scope="session")
def make_home(installed, tmp_path_factory):
    """Makes data directories with nothing in them but the engine and the models. One platform at a time has one."""

    def make():
        directory = tmp_path_factory.mktemp("home")
        for name in ("engine", "models"):
            if (installed / name).exists():
                (directory / name).symlink_to(installed / name)
        return directory

    return make


@pytest.fixture(scope="session")
def home(make_home):
    """The data directory of the platform that all tests share."""
    return make_home()


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    """A working directory without a martlet.yaml."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="session")
def platform(home, directory):
    """The platform that all tests share, with its model loaded."""
    platform = Platform(home, directory)
    try:
        platform.check_answers()
        yield platform
    finally:
        platform.stop()


@pytest.fixture(scope="session")
def steady_platform(make_home, installed, directory, tmp_path_factory):
    """A platform whose model always says the same, for clients that cannot ask for that: left to chance, the small model now
    and then talks for minutes."""
    real = os.environ.get("MARTLET_LLAMA_SERVER") or shutil.which("llama-server") or installed / "engine" / "llama-server"
    engine = tmp_path_factory.mktemp("engine") / "llama-server"
    engine.write_text(f'#!/bin/sh\nexec "{real}" "$@" --temp 0\n')
    engine.chmod(0o755)
    platform = Platform(make_home(), directory, MARTLET_LLAMA_SERVER=str(engine))
    try:
        platform.check_answers()
        yield platform
    finally:
        platform.stop()


@pytest.fixture
def start_platform(make_home, directory):
    """Starts platforms that end with the test, each on a data directory of its own unless one is given."""
    started = []

    def start(*arguments, home=None, **variables):
        platform = Platform(home or make_home(), directory, *arguments, **variables)
        started.append(platform)
        return platform

    start.started = started
    yield start
    for platform in started:
        platform.stop()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if not report.failed:
        return
    used = [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, Platform)]
    used += getattr(getattr(item, "funcargs", {}).get("start_platform"), "started", [])
    for platform in used:
        report.sections.append((f"the end of the log of martlet serve, process {platform.pid}", platform.text[-4000:]))
