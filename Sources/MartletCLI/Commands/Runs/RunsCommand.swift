import ArgumentParser
import MartletAPI

/// Answers of assistants to threads.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Let an assistant answer a thread.",
        subcommands: [Create.self, Get.self, List.self, Cancel.self, Wait.self])

    static let header = ["id", "status", "created", "assistant", "model"]

    /// A run's cells under ``header``.
    static func row(_ run: ThreadRun) -> [String] {
        [
            run.id.rawValue, run.status.rawValue, LocalTime.text(run.createdAt), run.assistantID.rawValue,
            run.model.rawValue,
        ]
    }

    /// What people read of a run.
    static func facts(_ run: ThreadRun) -> String {
        var facts = zip(header, row(run)).map { (name: $0, value: $1) }
        if let error = run.lastError { facts.append(("error", Table.cell(error.message, limit: 200))) }
        return Table.facts(facts)
    }
}
