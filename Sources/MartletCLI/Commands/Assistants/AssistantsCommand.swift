import ArgumentParser
import MartletAPI

/// Assistants of a platform.
struct AssistantsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assistants", abstract: "Make, list and change assistants.",
        subcommands: [List.self, Get.self, Create.self, Update.self, Delete.self, Threads.self])

    /// What people read of an assistant.
    static func facts(_ assistant: Assistant) -> String {
        let facts = Table.facts([
            ("id", assistant.id.rawValue), ("name", Table.cell(assistant.name, limit: 200)),
            ("created", LocalTime.text(assistant.createdAt)), ("tools", tools(of: assistant)),
        ])
        return "\(facts)\n\n\(assistant.instructions)"
    }

    /// PixiGPT: "null/absent = all Pixi tools".
    static func tools(of assistant: Assistant) -> String {
        assistant.toolsConfig.map { $0.isEmpty ? "\"\"" : Table.cell($0, limit: 30) } ?? "all"
    }
}
