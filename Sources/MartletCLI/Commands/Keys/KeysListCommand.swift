import ArgumentParser
import Foundation
import MartletAPI
import MartletServer
import MartletStorage

/// Lists the keys.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the keys.")

    @OptionGroup var data: DataOptions
    @Flag(help: "Print JSON, for programs.")
    var json = false

    func run() async throws {
        let keys = try await PlatformState.shared(try await data.directory()).keys()
        if json {
            try Terminal.write(try JSONValue.array(keys.map { .object($0.json) }).jsonText() + "\n")
            return
        }
        guard !keys.isEmpty else {
            Terminal.standardError("There are no keys: on this machine everybody may use the platform.\n")
            return
        }
        let rows = keys.map { key in
            [
                key.id, key.name, key.account.rawValue, "…" + key.ending, Self.date(key.createdAt),
                key.revokedAt.map(Self.date) ?? "-",
            ]
        }
        try Terminal.write(Table(["id", "name", "account", "key", "made", "revoked"], rows).description + "\n")
    }

    private static func date(_ seconds: Int) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        return formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
    }
}
