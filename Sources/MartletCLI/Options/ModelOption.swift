import ArgumentParser
import Foundation
import MartletAPI

/// Which chat model is asked.
struct ModelOption: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The model. Default $MARTLET_MODEL, else smollm2.", valueName: "id"))
    var model: String?

    var id: ModelID { chosen ?? "smollm2" }

    /// The model, if somebody chose one.
    var chosen: ModelID? {
        let environment = ProcessInfo.processInfo.environment["MARTLET_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
        return (model ?? environment).map { ModelID(rawValue: $0) }
    }
}
