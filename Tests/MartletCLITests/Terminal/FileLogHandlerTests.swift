import Foundation
import Logging
import Testing

@testable import MartletCLI

struct FileLogHandlerTests {
    @Test func `a log is added to its file, which is its owner's alone`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "martlet-log-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for round in 0..<2 {
            let file = try LogFile(path)
            var logger = Logger(label: "test", factory: { _ in FileLogHandler(file: file) })
            logger.logLevel = .debug
            logger[metadataKey: "a"] = "1"
            logger.debug("round \(round)", metadata: ["b": "2"])
            logger.trace("not this")
        }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasSuffix(" debug round 0 a=1 b=2") == true)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test func `a file that cannot be written is told`() {
        let failure = #expect(throws: CommandFailure.self) { try LogFile("/nowhere/log") }
        #expect(failure?.status == .configuration)
    }
}
