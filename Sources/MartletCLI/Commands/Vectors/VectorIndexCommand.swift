import ArgumentParser
import MartletAPI

/// Vector indexes.
struct VectorIndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Make, list, change and delete vector indexes.",
        subcommands: [List.self, Get.self, Create.self, Update.self, Delete.self])

    /// What people read of an index.
    static func facts(_ index: VectorIndex) -> String {
        var facts = [
            ("id", index.id.rawValue), ("name", Table.cell(index.name, limit: 200)),
            ("dimension", String(index.dimension)), ("metric", index.metric.rawValue),
            ("type", "\(index.vectorType) \(index.indexType)"),
            ("place", [index.cloudProvider?.rawValue, index.region].compactMap { $0 }.joined(separator: " ")),
            ("protected", index.deleteProtection ? "yes" : "no"), ("created", index.createdAt ?? "-"),
            ("changed", index.updatedAt ?? "-"), ("metadata", VectorsCommand.cell(index.metadata)),
        ]
        if let status = index.status { facts.append(("status", status)) }
        return Table.facts(facts.map { (name: $0, value: $1.isEmpty ? "-" : $1) })
    }
}
