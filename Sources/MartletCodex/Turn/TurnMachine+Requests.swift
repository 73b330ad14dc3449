import MartletAPI

extension TurnMachine {
    /// Handles a question of the app-server about this thread.
    mutating func handle(_ request: RPCServerRequest) -> [TurnAction] {
        switch request.method {
        case "item/tool/call": return called(request)
        case "mcpServer/elicitation/request":
            return [.reply(RPCReply(id: request.id, result: .success(["action": "decline", "content": nil])))]
        default: break
        }
        let itemID = request.params["itemId"]?.stringValue ?? ""
        guard let approval = CodexApprovalRequest(request, changes: changes[itemID] ?? []) else {
            return [.reply(request.refusal)]
        }
        if stopReason != nil {
            return [.reply(RPCReply(id: request.id, result: .success(approval.result(of: .cancel))))]
        }
        guard settings.asksForApproval else { return answer(approval, id: request.id, with: .decline) }
        approvals[request.id] = approval
        return [.ask(approval, id: request.id)]
    }

    /// Answers an approval.
    mutating func answer(
        _ request: CodexApprovalRequest, id: RPCID, with decision: CodexApprovalDecision
    ) -> [TurnAction] {
        builder.add(.approval(request, decision))
        var actions: [TurnAction] = [.reply(RPCReply(id: id, result: .success(request.result(of: decision))))]
        if decision == .cancel {
            isCalledOff = true
            // A command's approval ends the turn by itself; one for permissions has no word for it.
            actions += interrupt()
        }
        return actions
    }

    /// The app-server needs no answer any more: it has one, or the turn has ended.
    mutating func resolved(_ id: RPCID?) -> [TurnAction] {
        guard let id else { return [] }
        let isWaiting = approvals.removeValue(forKey: id) != nil || runningTools.remove(id) != nil
        return isWaiting ? [.withdraw(id)] : []
    }

    private mutating func called(_ request: RPCServerRequest) -> [TurnAction] {
        let params = request.params
        let name = params["tool"]?.stringValue ?? ""
        let arguments = params["arguments"] ?? [:]
        let id = ToolCallID(rawValue: params["callId"]?.stringValue ?? "")
        if isInterrupted { return [.reply(request.refusal)] }
        if settings.answeredTools.contains(name) {
            runningTools.insert(request.id)
            return [.call(CodexToolCall(id: id, name: name, arguments: arguments, threadID: threadID), id: request.id)]
        }
        // A number that JSON cannot express cannot have come as JSON.
        let text = (try? arguments.jsonText()) ?? "{}"
        builder.called(
            ToolCall(id: id, type: .function, function: ToolCallFunction(name: name, arguments: text)))
        guard settings.collectsToolCalls else { return interrupt() }
        return [
            .reply(RPCReply(id: request.id, result: .success(CodexToolResult.stopgap.json))),
            .start(.moreToolCalls, after: settings.toolWait),
        ]
    }
}
