import ArgumentParser
import MartletAPI

/// A vector that a command is given: as JSON, in a file, or on standard input.
struct EmbeddingOptions: ParsableArguments {
    @Option(
        name: [.customLong("embedding"), .customLong("vector")],
        help: ArgumentHelp("The vector, as a JSON array of numbers.", valueName: "json"))
    var embedding: String?

    @Option(
        name: [.customLong("embedding-file"), .customLong("embedding_file")],
        help: ArgumentHelp(
            "A file with the vector; - for standard input, which is read when nothing is given.", valueName: "file"))
    var embeddingFile: String?

    func validate() throws {
        if embedding != nil, embeddingFile != nil {
            throw ValidationError("Give --embedding or --embedding-file, not both.")
        }
    }

    /// The vector.
    ///
    /// - Throws: ``CommandFailure`` that says what is wrong with it; `ValidationError` when there is none.
    func given() throws -> [Float] {
        if let embedding { return try Self.vector(in: embedding, from: "--embedding") }
        let file = embeddingFile ?? "-"
        if file == "-", Terminal.inputIsTerminal {
            throw ValidationError(
                "There is no vector: give --embedding or --embedding-file, or write it to standard input.")
        }
        return try Self.vector(in: try TextFile.read(file), from: file == "-" ? "Standard input" : file)
    }

    /// The vector in a JSON text: an array of numbers, or an object that has it as its `embedding`, such as the lines that
    /// `martlet embed` prints.
    static func vector(in text: String, from name: String) throws -> [Float] {
        let value = try JSONText.value(text, from: name)
        guard let numbers = value.arrayValue ?? value["embedding"]?.arrayValue, !numbers.isEmpty else {
            throw CommandFailure(.usage, "\(name) must be a JSON array of numbers: [0.1, 0.2].")
        }
        return try numbers.enumerated().map { position, number in
            guard let double = number.doubleValue, Float(double).isFinite else {
                throw CommandFailure(
                    .usage, "Element \(position + 1) of the vector in \(name) is no number of 32 bits.")
            }
            return Float(double)
        }
    }
}
