import ArgumentParser
import Foundation
import MartletAPI
import MartletServer
import MartletStorage

/// Makes a key.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key, and print it: the only time that it can be seen.")

    @Argument(help: "What to call it.")
    var name: String = "key"

    @Option(help: ArgumentHelp("Whose objects it opens; a new name makes a new account.", valueName: "name"))
    var account: String = AccountID.default.rawValue

    @OptionGroup var data: DataOptions
    @Flag(help: "Print JSON, for programs.")
    var json = false

    func validate() throws {
        let allowed = account.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.@".contains($0)) }
        guard allowed, !account.isEmpty, account.count <= 64 else {
            throw ValidationError("--account must be 1 to 64 letters, digits and any of -_.@")
        }
    }

    func run() async throws {
        let store = try PlatformState.shared(try await data.directory())
        let secret = "sk-martlet-" + Identifier.random(count: 40)
        let key = StoredKey(
            id: Identifier.make("key"), account: AccountID(rawValue: account), name: name,
            ending: String(secret.suffix(4)), createdAt: Int(Date().timeIntervalSince1970))
        try await store.insert(key, secret: secret)
        guard !json else {
            var object = key.json
            object["key"] = .string(secret)
            try Terminal.write(try JSONValue.object(object).jsonText() + "\n")
            return
        }
        // The key alone on standard output: KEY=$(martlet keys create).
        try Terminal.write(secret + "\n")
        Terminal.standardError(
            "[\(key.id) of the account '\(account)'; it is kept as a hash only, so note it now]\n")
    }
}
