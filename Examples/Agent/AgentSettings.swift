// An agent from files: templates, YAML, the environment, and which of them wins.
//
//     swift run Examples agent-settings

import Foundation
import Martlet
import MartletAPI
import MartletAgent

enum AgentSettings: Example {
    static let summary = "Configurations from templates and YAML files; what wins over what."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
    }
}
