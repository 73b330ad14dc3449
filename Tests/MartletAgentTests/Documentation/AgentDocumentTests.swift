import Foundation
import MartletAPI
import MartletAgent
import Testing

struct AgentDocumentTests {
    /// The code of `docs/agent.md`, between the marks, as it stands there.
    private func makeAgent() throws -> ChatAgent {
        // docs/agent.md: begin
        let model = try ModelConfig(apiBaseURL: "http://localhost:11434/v1", model: "qwen2.5:7b", temperature: 0.2)
        let runtime = RuntimeConfig {
            $0.logLevel = .warning
            $0.maxRetries = 3
            $0.timeout = .seconds(30)
        }
        let agent = ChatAgent(model, runtime)
        // docs/agent.md: end
        return agent
    }

    @Test func `The code in the document is the code that is compiled here`() async throws {
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let marked = source.components(separatedBy: "// docs/agent.md: ")
        let shown = marked[1].split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast()
            .map { $0.dropFirst(8) }.joined(separator: "\n")
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/agent.md"), encoding: .utf8)
        #expect(document.contains("```swift\n\(shown)\n```"))
        let agent = try makeAgent()
        #expect(await agent.modelConfig.model == "qwen2.5:7b")
    }
}
