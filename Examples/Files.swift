// A file on its way to the platform and back, with progress; the download goes on where it broke.
//
//     swift run Examples files                       # three lines of JSON
//     swift run Examples files data.jsonl

import Foundation
import Martlet
import MartletAPI
import NIOCore

enum Files: Example {
    static let summary = "A file uploaded and downloaded, with progress; what the platform keeps, and its deletion."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        // A path is read while it is sent; bytes and sequences can be uploaded too.
        let source: FileSource
        if let path = context.arguments.first {
            source = .path(path)
        } else {
            source = .bytes(Array(threeLines.utf8))
        }
        let name = context.arguments.first?.split(separator: "/").last.map(String.init) ?? "lines.jsonl"
        let upload = try await client.files.upload(
            file: source, purpose: .batch, filename: name, expiresAfter: .seconds(3_600),
            progress: { context.print("  sent \($0.bytes) of \($0.total ?? 0) bytes") })

        // GravixLayer's platform does not say the id: then it is looked up.
        let file = try await client.files.file(of: upload)
        context.print(
            "Uploaded \(file.filename ?? "a file"): \(file.bytes ?? 0) bytes for \(file.purpose ?? "nothing").")

        // It is written to PATH.part until all of it is there. Run again after an interruption, it goes on.
        let path = FileManager.default.temporaryDirectory.path + "/martlet-\(UUID().uuidString)-copy"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let copy = try await client.files.download(file.id, to: path) { progress in
            context.print("  received \(progress.bytes) of \(progress.total ?? 0) bytes")
        }
        context.print("Downloaded \(copy.bytes) bytes.")

        // Or piece by piece, without a file.
        var count = 0
        for try await piece in try await client.files.download(file.id) { count += piece.readableBytes }
        context.print("Read \(count) bytes.")

        let deletion = try await client.files.delete(file.id)
        context.print("Deleted: \(deletion.message ?? "it is gone").")
    }

    private static let threeLines = """
        {"prompt": "one"}
        {"prompt": "two"}
        {"prompt": "three"}

        """
}
