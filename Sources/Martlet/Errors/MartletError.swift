public import HTTPTypes
public import MartletAPI

public import protocol Foundation.LocalizedError

/// Every failure of a call, but for cancellation, which is a `CancellationError`.
///
/// The error carries what the server said: status, headers and body. Its `description` is one line for people; it holds
/// neither the body nor any key, which were taken out of `message` too.
public struct MartletError: Error, Sendable {
    /// What kind of failure it is, for programs. See ``Code``.
    public var code: Code
    /// One sentence for people: the server's own words where it said something.
    public var message: String
    /// The HTTP status, when an answer came.
    public var status: Int?
    /// The kind of error in the server's words: `invalid_request_error`, `rate_limit_error`, …
    public var type: String?
    /// The error in the server's words: `invalid_api_key`, `insufficient_quota`, …
    public var serverCode: String?
    /// The request's parameter that is at fault, when the server names one.
    public var parameter: String?
    /// The answer's body as it came, up to 1 MiB, less the client's key.
    public var body: [UInt8]
    /// The answer's headers.
    public var headers: HTTPFields
    /// How long the server asks to wait before another attempt.
    public var retryAfter: Duration?
    /// How many times the request was sent. 0 when it never left.
    public var attempts: Int
    /// What a stream had brought before it broke. Complete up to 1 MiB of text, then without what came later.
    public var partial: ChatCompletion?
    /// The run that was waited for, as it was last seen.
    public var run: ThreadRun?
    /// The response (of the Responses API) that failed, that was waited for, or that a stream had brought before it broke.
    public var response: ResponseObject? {
        get { keptResponse?.response }
        set { keptResponse = newValue.map { KeptResponse($0) } }
    }
    /// Apart from the error, which would be large with it.
    private var keptResponse: KeptResponse?
    /// What an upsert in batches had put in before it failed.
    public var batch: VectorBatchResponse?
    /// The error underneath: of the network, of a decoder, of a custom transport.
    public var cause: (any Error)?

    /// Creates an error; what is not named here is a property to set.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        body = []
        headers = [:]
        attempts = 0
    }

    /// The server's name for the request, for its support: `x-request-id` and its cousins.
    public var requestID: String? { ResponseMetadata.requestID(in: headers) }

    /// The answer's body as text.
    public var bodyText: String { String(decoding: body, as: UTF8.self) }
}

/// A response apart from the error that carries it.
private final class KeptResponse: Sendable {
    let response: ResponseObject

    init(_ response: ResponseObject) {
        self.response = response
    }
}

extension MartletError: CustomStringConvertible {
    /// `[code] type: message` as PixiGPT's clients write it, with the status and the number of attempts behind.
    public var description: String {
        var text = "[\(serverCode ?? code.rawValue)] "
        if let type { text += "\(type): " }
        text += message
        var facts: [String] = []
        if let status { facts.append("HTTP \(status)") }
        if let requestID { facts.append("request \(requestID)") }
        if attempts > 1 { facts.append("after \(attempts) attempts") }
        if !facts.isEmpty { text += " (\(facts.joined(separator: ", ")))" }
        return text
    }
}

extension MartletError: CustomDebugStringConvertible {
    // The default would print every property, the body among them.
    public var debugDescription: String { "MartletError\(description)" }
}

extension MartletError: CustomReflectable {
    // So would `dump`, and test frameworks that show values by reflection.
    public var customMirror: Mirror {
        Mirror(self, children: ["code": code.rawValue, "description": description], displayStyle: .struct)
    }
}

extension MartletError: LocalizedError {
    // Programs that print `localizedDescription` would get "The operation could not be completed" instead.
    public var errorDescription: String? { description }
}
