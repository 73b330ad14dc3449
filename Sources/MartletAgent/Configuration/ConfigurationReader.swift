import Logging
import MartletAPI

import struct Foundation.Date

/// Puts configurations together, and warns of what is ignored.
struct ConfigurationReader {
    let logger: Logger

    /// - Parameter logger: Nil means standard error.
    init(logger: Logger?) {
        self.logger = logger ?? LogOutput(logger: nil, now: { Date() }).logger(label: "martlet.agent")
    }

    /// The defaults, changed by a file and then by overrides.
    ///
    /// - Parameter path: Nil means no file.
    func read<Root: ConfigurationFields>(
        _ defaults: Root, _ path: String?, overrides: JSONObject
    ) throws(ConfigurationError) -> Root {
        var result = defaults
        if let path { try set(members(of: Root.self, path), in: &result, from: path) }
        try set(overrides, in: &result, from: "The overrides")
        return try result.validated()
    }

    /// The fields that a file names.
    func members<Root: ConfigurationFields>(of: Root.Type, _ path: String) throws(ConfigurationError) -> JSONObject {
        try ConfigurationFile.read(path, texts: Set(Root.textNames))
    }

    /// Sets fields and warns of those that are none.
    func set<Root: ConfigurationFields>(
        _ values: JSONObject, in root: inout Root, from source: String
    ) throws(ConfigurationError) {
        let unknown = try root.set(values, from: source)
        for name in unknown { warnOfUnknown(name, in: source) }
        if let level = values["log_level"]?.stringValue, LogLevel(named: level) == nil, !unknown.contains("log_level") {
            logger.warning(
                "Not a log level; INFO is used", metadata: ["log_level": "\(level)", "source": "\(source)"])
        }
    }

    func warnOfUnknown(_ name: String, in source: String) {
        logger.warning("Unknown field ignored", metadata: ["field": "\(name)", "source": "\(source)"])
    }
}
