public import MartletAPI

/// One process of a ``FakeCodex``: how it was called and what it was told.
public struct FakeCodexCall: Sendable {
    /// The process.
    public let process: Int32
    /// Its arguments, without the program's name.
    public let arguments: [String]
    /// Its environment.
    public let environment: [String: String]
    /// Its working directory.
    public let directory: String
    /// What `exec` read from standard input; nil until that has come to its end.
    public internal(set) var prompt: String?
    /// The lines that `app-server` read.
    public internal(set) var lines: [String] = []

    /// The lines as JSON; one that is none is left out.
    public var messages: [JSONValue] { lines.compactMap { try? JSONValue(json: $0) } }

    /// The parameters of the requests with this method, in order.
    public func parameters(of method: String) -> [JSONValue] {
        messages.filter { $0["method"]?.stringValue == method }.map { $0["params"] ?? .null }
    }

    /// What the client answered to requests of the program (approvals, calls of functions), in order.
    public var answers: [JSONValue] { messages.filter { $0["method"] == nil } }

    static func calls(in record: [JSONValue]) -> [FakeCodexCall] {
        var calls: [FakeCodexCall] = []
        for line in record {
            guard let process = line["pid"]?.intValue.map(Int32.init) else { continue }
            switch line["kind"]?.stringValue {
            case "start":
                let environment = line["environment"]?.objectValue ?? [:]
                calls.append(
                    FakeCodexCall(
                        process: process, arguments: line["arguments"]?.arrayValue?.compactMap(\.stringValue) ?? [],
                        environment: Dictionary(
                            environment.map { ($0.key, $0.value.stringValue ?? "") }, uniquingKeysWith: { $1 }),
                        directory: line["directory"]?.stringValue ?? ""))
            case "prompt":
                guard let index = calls.lastIndex(where: { $0.process == process }) else { continue }
                calls[index].prompt = line["text"]?.stringValue
            case "input":
                guard let index = calls.lastIndex(where: { $0.process == process }) else { continue }
                calls[index].lines.append(line["line"]?.stringValue ?? "")
            default: continue
            }
        }
        return calls
    }
}
