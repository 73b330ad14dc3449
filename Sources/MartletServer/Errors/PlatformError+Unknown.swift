import HTTPTypes
import MartletAPI

// What there is not, or what is another account's: nobody learns which.
extension PlatformError {
    static func unknownAssistant(_ id: AssistantID, parameter: String? = nil) -> PlatformError {
        PlatformError(
            .notFound, code: "assistant_not_found", parameter: parameter,
            "There is no assistant '\(id.rawValue.prefix(200))'.")
    }

    static func unknownThread(_ id: ThreadID) -> PlatformError {
        PlatformError(.notFound, code: "thread_not_found", "There is no thread '\(id.rawValue.prefix(200))'.")
    }

    static func unknownMessage(_ id: MessageID, in thread: ThreadID) -> PlatformError {
        PlatformError(
            .notFound, code: "message_not_found",
            "There is no message '\(id.rawValue.prefix(200))' in the thread '\(thread.rawValue.prefix(200))'.")
    }

    static func unknownStep(_ id: String, of run: RunID) -> PlatformError {
        PlatformError(
            .notFound, code: "step_not_found",
            "There is no step '\(id.prefix(200))' in the run '\(run.rawValue.prefix(200))'.")
    }

    static func unknownRun(_ id: RunID, in thread: ThreadID) -> PlatformError {
        PlatformError(
            .notFound, code: "run_not_found",
            "There is no run '\(id.rawValue.prefix(200))' in the thread '\(thread.rawValue.prefix(200))'.")
    }

    static func unknownVectorIndex(_ id: VectorIndexID) -> PlatformError {
        PlatformError(
            .notFound, code: "index_not_found", "There is no vector index '\(id.rawValue.prefix(200))'.")
    }

    static func unknownVector(_ id: VectorID) -> PlatformError {
        PlatformError(
            .notFound, code: "vector_not_found", "There is no vector '\(id.rawValue.prefix(200))' in the index.")
    }
}
