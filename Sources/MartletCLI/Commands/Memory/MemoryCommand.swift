import ArgumentParser
import Martlet
import MartletAPI

import struct Foundation.Date

/// What is remembered of users.
struct MemoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Remember facts about users, and find them again by meaning.",
        discussion: """
            Memories are kept in a vector index of the platform, which is made with the first one. Each belongs to a user, \
            who finds no others.
            """,
        subcommands: [
            Add.self, Search.self, List.self, Get.self, Update.self, Delete.self, DeleteAll.self, Stats.self,
            Users.self,
            Cleanup.self,
        ])

    static let header = ["id", "type", "created", "memory"]

    /// A memory's cells under ``header``.
    static func row(_ entry: MemoryEntry) -> [String] {
        [
            entry.id.rawValue, Table.cell(entry.type.rawValue, limit: 20), time(entry.createdAt),
            Table.cell(entry.content),
        ]
    }

    static func time(_ date: Date?) -> String {
        // A date beyond what an integer holds is none that a person can read.
        date.flatMap { Int(exactly: $0.timeIntervalSince1970.rounded(.down)) }.map { LocalTime.text($0) } ?? "-"
    }

    /// A memory for programs.
    static func json(_ entry: MemoryEntry, score: Double? = nil) -> JSONValue {
        var object: JSONObject = ["id": .string(entry.id.rawValue), "memory": .string(entry.content)]
        if let score { object["score"] = .number(score) }
        for (name, value) in entry.json.objectValue ?? [:] where name != "id" && name != "content" {
            object[name] = value
        }
        return .object(object)
    }

    /// Prints memories, or on standard error that there are none.
    static func print(_ entries: [MemoryEntry], _ output: OutputOptions) throws {
        if output.json {
            try output.print(["results": .array(entries.map { json($0) })] as JSONValue, people: "")
        } else if entries.isEmpty {
            Terminal.standardError("There are no memories.\n")
        } else {
            try Terminal.write(Table(header, entries.map(row)).description + "\n")
        }
    }
}
