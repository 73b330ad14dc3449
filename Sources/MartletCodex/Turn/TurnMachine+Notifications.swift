import MartletAPI

extension TurnMachine {
    /// Handles news of this turn, or of its thread.
    mutating func handle(_ notification: RPCNotification) -> [TurnAction] {
        let params = notification.params
        let itemID = params["itemId"]?.stringValue ?? ""
        let delta = params["delta"]?.stringValue ?? ""
        switch notification.method {
        case "item/agentMessage/delta": builder.messageGrew(id: itemID, by: delta)
        case "item/reasoning/summaryTextDelta":
            builder.reasoningGrew(
                id: itemID, part: params["summaryIndex"]?.intValue ?? 0, by: delta, isSummary: true)
        case "item/reasoning/textDelta":
            builder.reasoningGrew(
                id: itemID, part: params["contentIndex"]?.intValue ?? 0, by: delta, isSummary: false)
        case "item/commandExecution/outputDelta": builder.add(.commandOutput(id: itemID, delta))
        case "item/started": return itemStarted(params["item"] ?? .null)
        case "item/completed": itemCompleted(params["item"] ?? .null)
        case "turn/plan/updated": builder.add(.plan((params["plan"]?.arrayValue ?? []).map { CodexPlanStep($0) }))
        case "turn/diff/updated": builder.add(.diff(params["diff"]?.stringValue ?? ""))
        case "thread/tokenUsage/updated": return used(params["tokenUsage"]?["last"])
        case "model/rerouted": rerouted(params)
        case "warning": builder.warn(params["message"]?.stringValue ?? "")
        case "configWarning", "deprecationNotice":
            builder.warn(
                [params["summary"], params["details"]].compactMap { $0?.stringValue }.joined(separator: ": "))
        case "serverRequest/resolved": return resolved(RPCID(params["requestId"]))
        case "error": noticed(params)
        case "turn/completed": return completed(params["turn"] ?? .null)
        default: break
        }
        return []
    }

    private mutating func itemStarted(_ item: JSONValue) -> [TurnAction] {
        let id = item["id"]?.stringValue ?? ""
        let type = item["type"]?.stringValue
        // The model has begun to go on with a stopgap: too late for more calls of tools.
        if type == "agentMessage" || type == "reasoning", !builder.outcome.toolCalls.isEmpty { return interrupt() }
        if type == "agentMessage" {
            builder.messageBegan(id: id, phase: item.phase)
            if let text = item["text"]?.stringValue { builder.messageGrew(id: id, by: text) }
        } else if let activity = activity(of: item) {
            if case .fileChanges(let list) = activity { changes[id] = list.changes }
            builder.add(activity)
        }
        return []
    }

    private mutating func itemCompleted(_ item: JSONValue) {
        let id = item["id"]?.stringValue ?? ""
        switch item["type"]?.stringValue {
        case "agentMessage":
            builder.messageEnded(id: id, text: item["text"]?.stringValue ?? "", phase: item.phase)
        case "reasoning":
            builder.reasoningEnded(
                id: id, summary: (item["summary"]?.arrayValue ?? []).compactMap(\.stringValue),
                raw: (item["content"]?.arrayValue ?? []).compactMap(\.stringValue))
        default:
            changes[id] = nil
            if let activity = activity(of: item) {
                // The model is called again with what came of it. Providers that send no count leave no other mark.
                builder.modelCallEnded()
                builder.add(activity)
            }
        }
    }

    /// What an item is besides the answer; nil for the calls of tools that the caller answers, for these are the answer.
    private func activity(of item: JSONValue) -> CodexActivity? {
        if item["type"]?.stringValue == "dynamicToolCall",
            !settings.answeredTools.contains(item["tool"]?.stringValue ?? "")
        {
            return nil
        }
        return CodexActivity(item: item, outputBytes: settings.keptOutputBytes)
    }

    /// One more call of the model has ended.
    private mutating func used(_ last: JSONValue?) -> [TurnAction] {
        builder.modelCallEnded()
        if let last = CodexTokenUsage(appServer: last) {
            let sum = builder.outcome.usage.map { $0 + last } ?? last
            builder.outcome.usage = sum
            builder.add(.usage(sum))
        }
        // It comes when all tools that the call asked for have been answered, and before the next call.
        return builder.outcome.toolCalls.isEmpty ? [] : interrupt()
    }

    private mutating func rerouted(_ params: JSONValue) {
        guard let to = params["toModel"]?.stringValue, !to.isEmpty else { return }
        let from = params["fromModel"]?.stringValue ?? builder.chunk.model?.rawValue ?? ""
        builder.chunk.model = ModelID(rawValue: to)
        builder.add(.modelRerouted(from: ModelID(rawValue: from), to: ModelID(rawValue: to)))
    }

    /// An error: of an attempt that Codex makes again, or the final one.
    private mutating func noticed(_ params: JSONValue) {
        let failure = CodexFailure(params["error"])
        if params["willRetry"]?.boolValue == true {
            retryStatus = failure.status ?? retryStatus
            builder.attemptBroke()
            let message = [failure.message, failure.details].compactMap { $0 }.joined(separator: ": ")
            builder.add(
                .retrying(CodexRetry(message: settings.redactor.redact(message), status: failure.status)))
        } else {
            self.failure = failure
        }
    }

    private mutating func completed(_ turn: JSONValue) -> [TurnAction] {
        builder.outcome.duration = turn["durationMs"]?.intValue.map { .milliseconds($0) }
        switch turn["status"]?.stringValue {
        case "interrupted": return interrupted()
        case "failed":
            let error = turn["error"]?.nonNull
            return failed(error.map { CodexFailure($0) } ?? failure ?? CodexFailure(message: ""))
        default:
            // A stop that crossed the end of the turn: too late, but the caller does not want the answer any more.
            if stopReason != nil { return interrupted() }
            if builder.isTooLong { return fail(.answerTooLong(limit: settings.textBytes)) }
            return answer(builder.outcome.toolCalls.isEmpty ? .stop : .toolCalls)
        }
    }

    private mutating func failed(_ failure: CodexFailure) -> [TurnAction] {
        if stopReason != nil || builder.cut != nil { return interrupted() }
        if let reason = failure.incompleteReason, builder.hasAnswer { return answer(reason) }
        return fail(failure.error(status: retryStatus, redactor: settings.redactor))
    }
}

extension CodexPlanStep {
    /// A step of the app-server's plan.
    init(_ value: JSONValue) {
        self.init(
            text: value["step"]?.stringValue ?? "", status: CodexStatus(rawValue: value["status"]?.stringValue ?? ""))
    }
}

extension JSONValue {
    /// What a message says it is.
    fileprivate var phase: CodexMessagePhase? {
        self["phase"]?.stringValue.map { CodexMessagePhase(rawValue: $0) }
    }
}
