import Martlet
import MartletAgent

/// What is wrong with how an example was called, in a sentence that says what to do.
struct ExampleError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    /// What an error says to people. Neither keys nor bodies are in it.
    static func sentence(for error: any Error) -> String {
        (error as? MartletError)?.message ?? (error as? any ChatAPIError)?.message ?? "\(error)"
    }

    /// Whether no platform was there to answer.
    static func isLost(_ error: any Error) -> Bool {
        let error = ((error as? any ChatAPIError)?.cause ?? error) as? MartletError
        return error?.code == .connection || error?.code == .connectTimeout
    }
}
