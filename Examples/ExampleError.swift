/// What is wrong with how an example was called, in a sentence that says what to do.
struct ExampleError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
