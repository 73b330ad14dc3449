/// The program of a ``FakeCodex``, in Python 3 without packages.
enum FakeCodexProgram {
    /// The whole of it.
    static let text = [common, exec, turn, server].joined(separator: "\n\n\n") + "\n"

    /// What both dialects of the fake Codex have in common: the script, the record, the steps.
    private static let common = #"""
        import fcntl, json, os, signal, subprocess, sys, threading, time

        HERE = os.path.dirname(os.path.realpath(__file__))
        with open(HERE + "/script.json") as file:
            SCRIPT = json.load(file)
        OUTPUT = threading.Lock()
        NUMBERS = threading.Lock()
        numbers = {}


        def number(kind):
            with NUMBERS:
                numbers[kind] = numbers.get(kind, -1) + 1
                return numbers[kind]


        def record(kind, **fields):
            line = json.dumps({"kind": kind, "pid": os.getpid(), **fields}) + "\n"
            file = os.open(HERE + "/record.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.write(file, line.encode())
            os.close(file)


        def write(data):
            with OUTPUT:
                view = memoryview(data)
                while view:
                    view = view[os.write(1, view):]


        def send(value):
            write(json.dumps(value, separators=(",", ":")).encode() + b"\n")


        def next_turn():
            with open(HERE + "/turn", "a+") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                position = int(file.read() or 0)
                file.truncate(0)
                file.write(str(position + 1))
            return SCRIPT["turns"][min(position, len(SCRIPT["turns"]) - 1)]


        def sleep_for_ever():
            while True:
                time.sleep(3600)


        class Ended(Exception):
            """Nothing more is done in the turn."""


        class Interrupted(Exception):
            """The client has interrupted the turn."""


        class Turn:
            """What both dialects have in common."""

            def __init__(self, turn):
                self.steps, self.is_raw = turn["steps"], turn["raw"]
                self.usage = None

            def wait(self, condition):
                while not condition():
                    self.check()
                    time.sleep(0.003)

            def check(self):
                pass

            def play(self):
                for step in self.steps:
                    self.check()
                    kind = step["kind"]
                    if kind == "line":
                        write(step["text"].encode() + b"\n")
                    elif kind == "bytes":
                        write(bytes(step["bytes"]))
                    elif kind == "standardError":
                        os.write(2, step["text"].encode())
                    elif kind == "hold":
                        record("held", name=step["name"])
                        self.wait(lambda: os.path.exists(HERE + "/gate-" + step["name"]))
                    elif kind == "silence":
                        self.wait(lambda: False)
                    elif kind == "freeze":
                        self.freeze()
                    elif kind == "ignoreSignals":
                        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
                    elif kind == "exit":
                        os._exit(step["status"])
                    elif kind == "signal":
                        os.kill(os.getpid(), step["number"])
                        sleep_for_ever()
                    elif kind == "orphan":
                        pipe = None if step["keepsPipes"] else subprocess.DEVNULL
                        orphan = subprocess.Popen(["sleep", "600"], start_new_session=True, stdin=subprocess.DEVNULL,
                                                  stdout=pipe, stderr=pipe)
                        record("orphan", orphan=orphan.pid)
                    elif kind == "usage":
                        self.usage = step["usage"]
                        self.count(step["usage"])
                    else:
                        getattr(self, kind)(step)

            def freeze(self):
                record("frozen")
                sleep_for_ever()

            def count(self, usage):
                pass
        """#
}
