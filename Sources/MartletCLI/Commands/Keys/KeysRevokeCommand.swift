import ArgumentParser
import Foundation
import MartletAPI
import MartletServer
import MartletStorage

/// Makes a key useless.
struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make a key useless, at once. What it made stays.")

    @Argument(help: "The key's id, as 'martlet keys list' shows it.")
    var id: String

    @OptionGroup var data: DataOptions
    @Flag(help: "Print JSON, for programs.")
    var json = false

    func run() async throws {
        let store = try PlatformState.shared(try await data.directory())
        guard let key = try await store.revokeKey(id, now: Int(Date().timeIntervalSince1970)) else {
            throw CommandFailure(.refused, "There is no key '\(id)'. 'martlet keys list' shows the ids.")
        }
        if json {
            try Terminal.write(try JSONValue.object(key.json).jsonText() + "\n")
        } else {
            Terminal.standardError("\(key.id) (\(key.name)) is revoked.\n")
        }
    }
}
