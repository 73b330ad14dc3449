import Foundation
import MartletAPI
import MartletWire

/// What is to be put into an index: one JSON object a line, read piece by piece.
struct VectorLines: ~Copyable {
    /// The longest line, in bytes: one with a vector of 2000 numbers has about 40,000.
    private static let maximumLineBytes = 16 << 20
    /// How much is read at a time.
    private static let pieceBytes = 64 << 10

    private let file: FileHandle
    private let name: String
    private let model: ModelID?
    private let keepsText: Bool
    private var parser = JSONLinesParser(limits: .init(lineBytes: maximumLineBytes))
    private var isAtEnd = false
    private var count = 0

    /// - Parameters:
    ///   - path: The file; `-` is standard input.
    ///   - model: For texts whose line names none.
    ///   - keepsText: Whether a text is kept in its vector's metadata, as `text`.
    /// - Throws: ``CommandFailure`` when the file cannot be read.
    init(_ path: String, model: ModelID?, keepsText: Bool) throws {
        name = path == "-" ? "Standard input" : path
        self.model = model
        self.keepsText = keepsText
        guard let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.usage, "\(path) cannot be read.")
        }
        self.file = file
    }

    /// The next line that is not blank; nil at the end.
    ///
    /// - Throws: ``CommandFailure`` that says which line is wrong, counted without the blank ones.
    mutating func next() throws -> VectorLine? {
        while true {
            if let bytes = try line() {
                count += 1
                do {
                    return try VectorLine(json: bytes, model: model, keepsText: keepsText)
                } catch let error as VectorLine.Problem {
                    throw CommandFailure(.usage, "Line \(count) of \(name) \(error.words).")
                }
            }
            if isAtEnd { return nil }
            let piece: Data?
            do {
                piece = try file.read(upToCount: Self.pieceBytes)
            } catch {
                throw CommandFailure(.usage, "\(name) cannot be read.")
            }
            if let piece, !piece.isEmpty { parser.append(contentsOf: piece) } else { isAtEnd = true }
        }
    }

    private mutating func line() throws -> ArraySlice<UInt8>? {
        do throws(WireError) {
            return isAtEnd ? try parser.finish() : try parser.next()
        } catch {
            throw CommandFailure(
                .usage, "Line \(count + 1) of \(name) is longer than \(Self.maximumLineBytes >> 20) MiB.")
        }
    }
}
