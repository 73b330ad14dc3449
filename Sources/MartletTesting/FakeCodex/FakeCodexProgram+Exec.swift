extension FakeCodexProgram {
    /// `codex exec --json`: events on standard output.
    static let exec = #"""
        class ExecTurn(Turn):
            """`codex exec --json`: events on standard output."""

            def start(self):
                if not self.is_raw:
                    send({"type": "thread.started", "thread_id": SCRIPT["thread"]})
                    send({"type": "turn.started"})

            def item(self, event, kind, identifier=None, **fields):
                identifier = identifier or "item_%d" % number("item")
                send({"type": "item." + event, "item": {"id": identifier, "type": kind, **fields}})
                return identifier

            def message(self, step):
                self.item("completed", "agent_message", text="".join(step["pieces"]))

            def reasoning(self, step):
                self.item("completed", "reasoning", text=step["text"])

            def command(self, step):
                if step["reason"] is not None:
                    return  # Policy `never`: the request is refused without an event.
                line = "/bin/bash -lc '%s'" % step["command"]
                identifier = self.item("started", "command_execution", command=line, aggregated_output="", exit_code=None,
                                       status="in_progress")
                self.item("completed", "command_execution", identifier, command=line, aggregated_output=step["output"],
                          exit_code=step["exitCode"], status="completed" if step["exitCode"] == 0 else "failed")

            def fileChange(self, step):
                if step["asks"]:
                    return
                changes = [{"path": step["path"], "kind": "add"}]
                identifier = self.item("started", "file_change", changes=changes, status="in_progress")
                self.item("completed", "file_change", identifier, changes=changes, status="completed")

            def toolCall(self, step):
                pass

            def notification(self, step):
                pass

            def warning(self, step):
                self.item("completed", "error", message=step["message"])

            def retrying(self, step):
                send({"type": "error", "message": "Reconnecting... 1/5 (%s)" % step["message"]})

            def completed(self, step):
                names = ("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_output_tokens")
                usage = {name: (self.usage or {}).get(name, 0) for name in names}
                send({"type": "turn.completed", "usage": {**usage, "cache_write_input_tokens": 0}})

            def failed(self, step):
                send({"type": "error", "message": step["message"]})
                send({"type": "turn.failed", "error": {"message": step["message"]}})
                os._exit(1)
        """#
}
