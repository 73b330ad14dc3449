import MartletAPI

extension CodexApprovalRequest {
    /// The approval that a request of the app-server asks for; nil for other requests.
    ///
    /// - Parameter changes: The changes of the item that waits, when it is known.
    init?(_ request: RPCServerRequest, changes: [CodexFileChange]) {
        let params = request.params
        switch request.method {
        case "item/commandExecution/requestApproval":
            subject = .command(
                params["command"]?.stringValue ?? "", workingDirectory: params["cwd"]?.stringValue)
        case "item/fileChange/requestApproval":
            subject = .fileChange(changes, grantRoot: params["grantRoot"]?.stringValue)
        case "item/permissions/requestApproval":
            subject = .permissions(params["permissions"] ?? .null)
        default: return nil
        }
        reason = params["reason"]?.stringValue
        threadID = request.threadID ?? ""
        turnID = request.turnID
        itemID = params["itemId"]?.stringValue ?? ""
        availableDecisions = (params["availableDecisions"]?.arrayValue ?? []).compactMap { decision in
            decision.stringValue ?? decision.objectValue?.keys.first
        }
        payload = params.objectValue ?? [:]
    }

    /// The `result` that tells the app-server of a decision.
    func result(of decision: CodexApprovalDecision) -> JSONValue {
        if case .permissions(let permissions) = subject {
            let granted = (permissions.objectValue ?? [:]).filter { !$0.value.isNull }
            return switch decision {
            case .accept, .acceptCommands: ["permissions": .object(JSONObject(granted)), "scope": "turn"]
            case .acceptForSession: ["permissions": .object(JSONObject(granted)), "scope": "session"]
            case .decline, .cancel: ["permissions": [:], "scope": "turn"]
            }
        }
        return switch decision {
        case .accept: ["decision": "accept"]
        case .acceptForSession: ["decision": "acceptForSession"]
        case .acceptCommands(let words):
            if case .command = subject {
                [
                    "decision": [
                        "acceptWithExecpolicyAmendment": [
                            "execpolicy_amendment": .array(words.map { .string($0) })
                        ]
                    ]
                ]
            } else {
                ["decision": "accept"]
            }
        case .decline: ["decision": "decline"]
        case .cancel: ["decision": "cancel"]
        }
    }
}
