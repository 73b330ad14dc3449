import Martlet

/// What is wrong with how an example was called, in a sentence that says what to do.
struct ExampleError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    /// What an error says to people. Neither keys nor bodies are in it.
    static func sentence(for error: any Error) -> String {
        (error as? MartletError)?.message ?? "\(error)"
    }
}
