/// The stub did not answer as it should, so that a measurement would mean nothing.
struct WrongAnswer: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
