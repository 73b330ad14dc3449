import ArgumentParser
import MartletServer

/// Manages the keys of the local platform.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Manage the keys of the local platform.",
        discussion: """
            Keys are kept as hashes in the data directory. Each opens the objects of one account: what one account makes \
            another does not see. From the first key on, the platform wants a key of everybody, also on this machine, \
            and also when all keys are revoked. A running platform sees every change at once. The keys of \
            MARTLET_API_KEY are beside these, and open the account 'default'.
            """,
        subcommands: [KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self])
}
