extension FakeCodexProgram {
    /// A turn of `codex app-server`: notifications and requests.
    static let turn = #"""
        class ServerTurn(Turn):
            """A turn of `codex app-server`: notifications and requests."""

            def __init__(self, turn, server, thread):
                super().__init__(turn)
                self.server, self.thread = server, thread
                self.identifier = "turn_%d" % number("turn")
                self.interrupted = threading.Event()
                self.last_message = None
                self.is_over = False

            def check(self):
                if self.interrupted.is_set() and not self.is_over:
                    raise Interrupted

            def run(self):
                try:
                    if not self.is_raw:
                        self.notify("turn/started", turn=self.state("inProgress"), named=False)
                    self.play()
                except Interrupted:
                    self.end("interrupted")
                except Ended:
                    pass

            def state(self, status, error=None):
                items = [] if self.last_message is None else [self.last_message]
                return {"id": self.identifier, "items": items, "itemsView": "summary", "status": status, "error": error,
                        "startedAt": 1, "completedAt": None if status == "inProgress" else 2,
                        "durationMs": None if status == "inProgress" else 1000}

            def notify(self, method, named=True, **params):
                params = {"threadId": self.thread, **({"turnId": self.identifier} if named else {}), **params}
                send({"method": method, "params": params, "emittedAtMs": 1700000000000})

            def end(self, status, error=None):
                self.is_over = True
                self.server.turns.pop(self.thread, None)
                self.notify("turn/completed", turn=self.state(status, error), named=False)

            def item(self, event, item):
                self.notify("item/" + event, item=item, **{event + "AtMs": 1700000000000})

            def ask(self, method, **params):
                answer = self.server.ask(self, method, {"threadId": self.thread, "turnId": self.identifier, **params})
                self.check()
                return answer

            def message(self, step):
                item = {"type": "agentMessage", "id": "msg_%d" % number("item"), "text": "", "phase": step["phase"]}
                self.item("started", item)
                for piece in step["pieces"]:
                    self.check()
                    self.notify("item/agentMessage/delta", itemId=item["id"], delta=piece)
                self.last_message = {**item, "text": "".join(step["pieces"])}
                self.item("completed", self.last_message)

            def reasoning(self, step):
                item = {"type": "reasoning", "id": "rs_%d" % number("item"), "summary": [], "content": []}
                self.item("started", item)
                self.notify("item/reasoning/summaryPartAdded", itemId=item["id"], summaryIndex=0)
                self.notify("item/reasoning/summaryTextDelta", itemId=item["id"], summaryIndex=0, delta=step["text"])
                self.item("completed", {**item, "summary": [step["text"]]})

            def command(self, step):
                line = "/bin/bash -lc '%s'" % step["command"]
                item = {"type": "commandExecution", "id": "call_%d" % number("item"), "command": line, "cwd": os.getcwd(),
                        "status": "inProgress", "commandActions": [], "aggregatedOutput": None, "exitCode": None,
                        "durationMs": None, "processId": None, "source": "agent"}
                self.item("started", item)
                if step["reason"] is not None:
                    decision = self.decision("item/commandExecution/requestApproval", item, command=line, cwd=os.getcwd(),
                                             commandActions=[], reason=step["reason"])
                    if decision is not None:
                        self.item("completed", {**item, "status": decision})
                        return self.leave()
                if step["output"]:
                    self.notify("item/commandExecution/outputDelta", itemId=item["id"], delta=step["output"])
                self.item("completed", {**item, "status": "completed" if step["exitCode"] == 0 else "failed",
                                        "aggregatedOutput": step["output"], "exitCode": step["exitCode"], "durationMs": 7})

            def fileChange(self, step):
                changes = [{"path": step["path"], "kind": {"type": "add"}, "diff": step["diff"]}]
                item = {"type": "fileChange", "id": "call_%d" % number("item"), "changes": changes, "status": "inProgress"}
                self.item("started", item)
                if step["asks"]:
                    decision = self.decision("item/fileChange/requestApproval", item, reason=None, grantRoot=None)
                    if decision is not None:
                        self.item("completed", {**item, "status": decision})
                        return self.leave()
                self.notify("turn/diff/updated", diff=step["diff"])
                self.item("completed", {**item, "status": "completed"})

            def decision(self, method, item, **params):
                """Nil when it was granted, else the item's status."""
                answer = self.ask(method, itemId=item["id"], startedAtMs=1700000000000, **params)
                if "error" in answer:
                    self.cancels = False
                    return "failed"
                decision = answer["result"].get("decision")
                self.cancels = decision == "cancel"
                return "declined" if decision in ("decline", "cancel") else None

            def leave(self):
                if self.cancels:
                    self.end("interrupted")
                    raise Ended

            def toolCall(self, step):
                identifier = "call_%d" % number("item")
                item = {"type": "dynamicToolCall", "id": identifier, "tool": step["name"], "arguments": step["arguments"],
                        "namespace": None, "status": "inProgress", "contentItems": None, "success": None, "durationMs": None}
                self.item("started", item)
                answer = self.ask("item/tool/call", callId=identifier, tool=step["name"], arguments=step["arguments"],
                                  namespace=None)
                result = answer.get("result", {})
                self.item("completed", {**item, "status": "completed" if result.get("success") else "failed",
                                        "contentItems": result.get("contentItems"), "success": result.get("success")})

            def notification(self, step):
                params = {"threadId": self.thread, "turnId": self.identifier, **step["params"]}
                send({"method": step["method"], "params": params, "emittedAtMs": 1700000000000})

            def warning(self, step):
                self.notify("warning", named=False, message=step["message"])

            def retrying(self, step):
                self.notify("error", error={"message": step["message"], "codexErrorInfo": "other", "additionalDetails": None},
                            willRetry=True)

            def count(self, usage):
                camel = {"totalTokens": usage["input_tokens"] + usage["output_tokens"], "inputTokens": usage["input_tokens"],
                         "cachedInputTokens": usage["cached_input_tokens"], "cacheWriteInputTokens": 0,
                         "outputTokens": usage["output_tokens"], "reasoningOutputTokens": usage["reasoning_output_tokens"]}
                total = self.server.totals.setdefault(self.thread, dict.fromkeys(camel, 0))
                for name, value in camel.items():
                    total[name] += value
                self.notify("thread/tokenUsage/updated",
                            tokenUsage={"total": dict(total), "last": camel, "modelContextWindow": None})

            def completed(self, step):
                self.end("completed")

            def failed(self, step):
                error = {"message": step["message"], "codexErrorInfo": step["info"], "additionalDetails": None}
                self.notify("error", error=error, willRetry=False)
                self.end("failed", error)

            def freeze(self):
                self.server.is_frozen = True
                super().freeze()
        """#
}
