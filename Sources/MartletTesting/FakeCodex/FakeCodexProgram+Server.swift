extension FakeCodexProgram {
    /// `codex app-server`: JSON-RPC, one object a line; and the command line itself.
    static let server = #"""
        class Server:
            """`codex app-server`: JSON-RPC, one object a line."""

            def __init__(self):
                self.turns, self.totals, self.answers = {}, {}, {}
                self.is_initialized = self.is_frozen = False

            def ask(self, turn, method, params):
                identifier = number("request")
                send({"method": method, "id": identifier, "params": params})
                turn.wait(lambda: identifier in self.answers)
                send({"method": "serverRequest/resolved",
                      "params": {"threadId": turn.thread, "requestId": identifier}, "emittedAtMs": 1700000000000})
                return self.answers.pop(identifier)

            def run(self):
                for line in iter(sys.stdin.buffer.readline, b""):
                    if self.is_frozen:
                        sleep_for_ever()
                    record("input", line=line.decode(errors="replace").rstrip("\n"))
                    try:
                        message = json.loads(line)
                    except ValueError:
                        os.write(2, b"malformed line\n")
                        continue
                    if "method" not in message:
                        self.answers[message.get("id")] = message
                    elif "id" in message:
                        self.handle(message["id"], message["method"], message.get("params") or {})
                if self.is_frozen or SCRIPT["ignoresEndOfInput"]:
                    sleep_for_ever()
                os._exit(0)

            def reply(self, identifier, result):
                send({"id": identifier, "result": result})

            def fail(self, identifier, code, message):
                send({"id": identifier, "error": {"code": code, "message": message}})

            def handle(self, identifier, method, params):
                for reaction in SCRIPT["reactions"]:
                    if reaction["method"] == method:
                        if reaction["reaction"] == "silence":
                            return
                        if reaction["reaction"] == "exit":
                            os._exit(reaction["status"])
                        return self.fail(identifier, reaction["code"], reaction["message"])
                if method == "initialize":
                    if self.is_initialized:
                        return self.fail(identifier, -32600, "Already initialized")
                    self.is_initialized = True
                    return self.reply(identifier, {"userAgent": "fake/0.147.0", "codexHome": os.environ.get("CODEX_HOME", HERE),
                                                   "platformFamily": "unix", "platformOs": "linux"})
                if not self.is_initialized:
                    return self.fail(identifier, -32600, "Not initialized")
                name = method.replace("/", "_")
                if hasattr(self, name):
                    return getattr(self, name)(identifier, params)
                self.fail(identifier, -32600, "Invalid request: unknown variant `%s`" % method)

            def thread_start(self, identifier, params, thread=None):
                thread = thread or "thread_%d" % number("thread")
                state = {"id": thread, "ephemeral": params.get("ephemeral", False), "path": None, "preview": "", "turns": [],
                         "modelProvider": params.get("modelProvider") or "openai", "status": {"type": "idle"},
                         "cwd": params.get("cwd") or os.getcwd(), "cliVersion": "0.147.0", "createdAt": 1, "updatedAt": 1}
                self.reply(identifier, {"thread": state, "model": params.get("model") or SCRIPT["model"],
                                        "modelProvider": state["modelProvider"], "serviceTier": None, "cwd": state["cwd"],
                                        "approvalPolicy": params.get("approvalPolicy") or "on-request",
                                        "sandbox": {"type": "readOnly"}, "reasoningEffort": None, "instructionSources": []})
                send({"method": "thread/started", "params": {"thread": state}, "emittedAtMs": 1700000000000})

            def thread_resume(self, identifier, params):
                self.thread_start(identifier, params, params.get("threadId"))

            def thread_fork(self, identifier, params):
                self.thread_start(identifier, params)

            def nothing(self, identifier, params):
                self.reply(identifier, {})

            thread_inject_items = thread_unsubscribe = thread_archive = thread_delete = nothing
            thread_backgroundTerminals_clean = nothing

            def turn_start(self, identifier, params):
                turn = ServerTurn(next_turn(), self, params.get("threadId"))
                self.turns[turn.thread] = turn
                self.reply(identifier, {"turn": turn.state("inProgress")})
                threading.Thread(target=turn.run, daemon=True).start()

            def turn_interrupt(self, identifier, params):
                turn = self.turns.get(params.get("threadId"))
                if turn is not None:  # Else there is no answer at all, as from the real one.
                    self.reply(identifier, {})
                    turn.interrupted.set()

            def turn_steer(self, identifier, params):
                self.reply(identifier, {"turnId": params.get("expectedTurnId")})

            def model_list(self, identifier, params):
                data = [{"id": model, "model": model, "displayName": model, "description": "", "hidden": False,
                         "isDefault": position == 0, "supportedReasoningEfforts": [], "defaultReasoningEffort": "medium",
                         "inputModalities": ["text", "image"]} for position, model in enumerate(SCRIPT["models"])]
                self.reply(identifier, {"data": data, "nextCursor": None})

            def account_read(self, identifier, params):
                account = {"type": "apiKey"} if SCRIPT["isLoggedIn"] else None
                self.reply(identifier, {"account": account, "requiresOpenaiAuth": True})


        def main(arguments):
            # Whatever the program that started this one blocks. Python's own way with SIGINT is an exception;
            # Codex's is to end.
            signal.pthread_sigmask(signal.SIG_SETMASK, set())
            signal.signal(signal.SIGINT, lambda *_: os._exit(1) if "exec" in arguments else os.kill(os.getpid(), 15))
            record("start", arguments=arguments, environment=dict(os.environ), directory=os.getcwd())
            words = [argument for argument in arguments if not argument.startswith("-")]
            if "--version" in arguments or "-V" in arguments:
                write(SCRIPT["version"].encode())
                return SCRIPT["versionStatus"]
            if "app-server" in words and SCRIPT["hasAppServer"]:
                return Server().run()
            if "exec" in words:
                text = sys.stdin.buffer.read()
                record("prompt", text=text.decode(errors="replace"))
                turn = ExecTurn(next_turn())
                turn.start()
                turn.play()
                return 0
            if words[:2] == ["login", "status"]:
                os.write(2, b"Logged in using an API key\n" if SCRIPT["isLoggedIn"] else b"Not logged in\n")
                return 0 if SCRIPT["isLoggedIn"] else 1
            if words[:1] == ["doctor"]:
                send({"overallStatus": "ok", "checks": {}})
                return 0
            os.write(2, b"error: unexpected argument\n\nUsage: codex [OPTIONS] [PROMPT]\n")
            return 2


        try:
            status = main(sys.argv[1:])
        except BrokenPipeError:
            status = 101
        os._exit(status)
        """#
}
