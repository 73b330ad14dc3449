import MartletAPI
import MartletTesting
import Testing

@testable import Examples

/// The example with files.
@Suite(.timeLimit(.minutes(5))) struct FilesExampleTests {
    @Test func `files uploads, downloads, reads and deletes`() async throws {
        let outcome = try await withPlatform(model: ScriptedModel([.text("")]), named: "smollm2") { platform in
            await Outcome.of(["files"], on: platform)
        }
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
        #expect(outcome.lines.contains("Uploaded lines.jsonl: 56 bytes for batch."))
        #expect(outcome.lines.contains("  sent 56 of 56 bytes"))
        #expect(outcome.lines.contains("  received 56 of 56 bytes"))
        #expect(outcome.lines.suffix(3).first == "Downloaded 56 bytes.")
        #expect(outcome.lines.suffix(2).first == "Read 56 bytes.")
        #expect(outcome.lines.last?.hasPrefix("Deleted: ") == true)
    }

    @Test func `files says which file it cannot read`() async throws {
        let outcome = try await withPlatform(model: ScriptedModel([.text("")]), named: "smollm2") { platform in
            await Outcome.of(["files", "/none/such"], on: platform)
        }
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("The file '/none/such' cannot be read"))
    }
}
