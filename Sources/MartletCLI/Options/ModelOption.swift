import ArgumentParser
import Foundation
import MartletAPI

/// Which chat model is asked.
struct ModelOption: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The model. Default $MARTLET_MODEL, else smollm2.", valueName: "id"))
    var model: String?

    var id: ModelID {
        let environment = ProcessInfo.processInfo.environment["MARTLET_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
        return ModelID(rawValue: model ?? environment ?? "smollm2")
    }
}
