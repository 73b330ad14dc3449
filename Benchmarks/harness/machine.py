"""What a run is measured on: the machine and the versions. No names of it or its users, and no paths."""

import os
import platform
import re
import subprocess
import time
from pathlib import Path


def first_line(command, pattern=r"(.+)"):
    """What a command says of its version; `-` when it does not say."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return "-"
    found = re.search(pattern, done.stdout + done.stderr)
    return found.group(1).strip() if found else "-"


def field(path, pattern):
    try:
        found = re.search(pattern, Path(path).read_text(), re.MULTILINE)
    except OSError:
        return "-"
    return found.group(1).strip() if found else "-"


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": field("/proc/cpuinfo", r"^model name\s*: (.+)$"),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{field('/etc/os-release', '^PRETTY_NAME=.(.+).$')}, Linux {platform.release().split('-')[0]}",
    }


def versions(python, engine):
    clients = "import openai, platform; print(openai.__version__, platform.python_version())"
    openai_version, _, python_version = first_line([python, "-c", clients]).partition(" ")
    nginx = first_line(["nginx", "-v"], r"nginx/(\S+)")
    return {
        "Swift": first_line(["swift", "--version"], r"Swift version (\S+)"),
        "nginx": nginx if nginx != "-" else first_line(["/usr/sbin/nginx", "-v"], r"nginx/(\S+)"),
        "wrk": first_line(["wrk", "--version"], r"wrk (?:debian/)?(\S+)"),
        "openai-python": openai_version,
        "Python": python_version,
        "llama-server": first_line([engine, "--version"], r"version: (\S+)") if engine else "-",
    }


def busy_cores(seconds=2.0):
    """How many cores are busy with something else, while this waits."""

    def read():
        # proc(5), /proc/stat: "user nice system idle iowait irq softirq steal" in ticks, of all cores together.
        ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        return sum(ticks) - ticks[3] - ticks[4]

    before = read()
    time.sleep(seconds)
    return (read() - before) / os.sysconf("SC_CLK_TCK") / seconds
