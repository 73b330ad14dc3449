import Foundation
import NIOCore

/// The files in `Fixtures`.
enum Fixture {
    /// Three lines of black text on white: "Martlet never lands", "Invoice 2041 of 7 May", "Total: 128.50 EUR".
    static let threeLines = "three-lines.png"
    /// A table of three rows and columns; the last row is indented.
    static let table = "table.png"
    /// Five seconds of a test card, 320 × 240.
    static let video = "test-card.mp4"

    static func bytes(_ name: String) throws -> ByteBuffer {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return ByteBuffer(bytes: try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
    }
}
