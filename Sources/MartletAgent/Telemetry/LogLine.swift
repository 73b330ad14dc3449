import Logging

import struct Foundation.Date

/// One line of a log: time, name, level, message and facts. A fact of several lines stands below, indented.
struct LogLine {
    var date: Date
    /// The logger's name; the file of HTTP traffic has none.
    var label: String?
    var level: Logger.Level
    var message: String
    var metadata: Logger.Metadata

    var text: String {
        var text = date.timestamp
        if let label { text += " \(label)" }
        text += " \(level.rawValue.uppercased()) \(message)"
        var blocks = ""
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let value = "\(value)"
            if value.contains(where: \.isNewline) {
                blocks += "  \(key):\n"
                for line in value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                    blocks += "    \(line)\n"
                }
            } else {
                text += " \(key)=\(value)"
            }
        }
        return text + "\n" + blocks
    }
}
