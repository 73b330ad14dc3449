import Foundation
import Testing

@testable import MartletEngine

@Suite(.timeLimit(.minutes(5))) struct GuardScriptTests {
    /// Ends what a test may have left. The numbers are those of processes the test started.
    private func cleanUp(_ process: ParentProcess) {
        for identifier in [process.server, process.guardProcess, process.parent]
        where ProcessTable.isRunning(identifier) {
            ProcessTable.kill9(identifier)
        }
    }

    @Test func `kill -9 of the parent leaves no child`() async throws {
        let process = try ParentProcess(command: ["sleep", "1000"])
        defer { cleanUp(process) }
        #expect(ProcessTable.isRunning(process.server))
        ProcessTable.kill9(process.parent)
        try await eventually("the child is gone") { !ProcessTable.isRunning(process.server) }
        try await eventually("the guard is gone") { !ProcessTable.isRunning(process.guardProcess) }
    }

    @Test func `kill -9 of the parent leaves no child that doesn't want to go`() async throws {
        let process = try ParentProcess(command: ["sh", "-c", "trap '' TERM INT HUP; while :; do sleep 1000; done"])
        defer { cleanUp(process) }
        ProcessTable.kill9(process.parent)
        try await eventually("the child is gone") { !ProcessTable.isRunning(process.server) }
    }

    @Test func `kill -9 of the guard and then of the parent leaves no child`() async throws {
        let process = try ParentProcess(command: ["sleep", "1000"])
        defer { cleanUp(process) }
        ProcessTable.kill9(process.guardProcess)
        try await eventually("the guard is gone") { !ProcessTable.isRunning(process.guardProcess) }
        // This parent doesn't mind its guard; ours closes the pipe. Either way the end of the pipe is what counts.
        ProcessTable.kill9(process.parent)
        try await eventually("the child is gone") { !ProcessTable.isRunning(process.server) }
    }

    @Test func `kill -9 of one parent leaves the other one's child alone`() async throws {
        let first = try ParentProcess(command: ["sleep", "1000"])
        defer { cleanUp(first) }
        let second = try ParentProcess(command: ["sleep", "1000"])
        defer { cleanUp(second) }
        ProcessTable.kill9(first.parent)
        try await eventually("the first child is gone") { !ProcessTable.isRunning(first.server) }
        #expect(ProcessTable.isRunning(second.server))
        ProcessTable.kill9(second.parent)
        try await eventually("the second child is gone") { !ProcessTable.isRunning(second.server) }
    }

    @Test(.enabled(if: InstalledEngine.isWanted))
    func `kill -9 of the parent leaves no llama-server`() async throws {
        let configuration = try InstalledEngine.find().configuration
        let catalog = ModelCatalog(directory: configuration.modelsDirectory, logger: silent)
        let model = try #require(catalog.model(InstalledEngine.chatModel))
        let port = try #require(LoopbackPort.free())
        let arguments = LlamaServerArguments.make(for: model, port: port, configuration: configuration)
        let process = try ParentProcess(
            command: [configuration.locator.locate().path] + arguments, environment: ["LLAMA_API_KEY": "key"])
        defer { cleanUp(process) }
        try await eventually("llama-server is ready", within: .seconds(120)) {
            try await HTTP.status("http://127.0.0.1:\(port)/health") == 200
        }
        #expect(ProcessTable.isRunning(process.server))
        ProcessTable.kill9(process.parent)
        try await eventually("llama-server is gone") { !ProcessTable.isRunning(process.server) }
    }

    @Test func `the script that is run has no comments`() {
        #expect(!GuardScript.text.contains("\n#"))
        #expect(!GuardScript.text.hasPrefix("#"))
        #expect(GuardScript.text.contains(GuardScript.processIdentifierPrefix))
    }
}
