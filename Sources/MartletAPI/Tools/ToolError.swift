#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why a tool gave no result.
///
/// A body throws one itself to choose what the model is told. `description` names the tool and the code; it holds
/// nothing of what the model or the tool wrote.
public struct ToolError: Error, Sendable, CustomStringConvertible {
    /// What went wrong. Open: later versions may add codes, and programs have their own.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The arguments are not JSON, or not what the tool takes.
        public static let invalidArguments = Code(rawValue: "invalid_arguments")
        /// There is no tool of this name.
        public static let unknownTool = Code(rawValue: "unknown_tool")
        /// The tool took longer than it may.
        public static let timeout = Code(rawValue: "timeout")
        /// The tool threw an error.
        public static let failed = Code(rawValue: "failed")
        /// Two tools of a toolbox have the same name.
        public static let duplicateName = Code(rawValue: "duplicate_name")
        /// A limit of a toolbox is zero or negative.
        public static let invalidLimit = Code(rawValue: "invalid_limit")
    }

    /// The reason, for programs.
    public var code: Code
    /// What is wrong and what to do, for the model. It may repeat what the model wrote; keep it out of logs.
    public var message: String
    /// The tool, when there is one.
    public var tool: String?
    /// The error that the tool threw.
    public var cause: (any Error)?

    /// Creates an error.
    public init(code: Code, message: String, tool: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.tool = tool
        self.cause = cause
    }

    public var description: String { tool.map { "\($0): \(code.rawValue)" } ?? code.rawValue }
}

extension ToolError {
    /// What the model is told about an error that a tool threw.
    ///
    /// Only errors with a text of their own are quoted. Others are named by their type: what they hold was not written
    /// to be sent anywhere.
    init(failureOf tool: String, _ error: any Error) {
        let text: String? =
            switch error {
            case let error as any LocalizedError: error.errorDescription
            case let error as any CustomStringConvertible: error.description
            default: nil
            }
        self.init(
            code: .failed, message: "The tool failed: \(text ?? String(describing: type(of: error))).",
            tool: tool, cause: error)
    }
}
