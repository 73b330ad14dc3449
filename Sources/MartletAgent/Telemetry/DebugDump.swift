import Logging
import MartletAPI

/// A request or an answer in a file of its own: `KIND_YYYYMMDD_HHMMSS_MICROSECONDS.json`, in UTC.
struct DebugDump {
    private let kind: String
    private let content: JSONValue

    init(_ kind: String, _ content: JSONValue) {
        self.kind = kind
        self.content = content
    }

    /// Writes the file. One that cannot be written is a warning.
    func write(_ telemetry: AgentTelemetry, _ runtime: RuntimeConfig) {
        let stem = "\(runtime.debugOutputDir)/\(kind)_\(telemetry.now().fileStamp)"
        let text = PrettyJSON.text(content) + "\n"
        do throws(ConfigurationError) {
            // Two may fall into one microsecond.
            for number in 0... {
                let path = number == 0 ? "\(stem).json" : "\(stem)_\(number).json"
                if try LineFile.create(text, at: path) { return }
            }
        } catch {
            telemetry.logger.warning("A debug dump could not be written", metadata: ["error": "\(error.message)"])
        }
    }
}
