import Foundation

/// Variables that stand in a file, as PixiGPT's examples read them: `.env` in the working directory or the nearest one
/// above it.
///
/// A line is `NAME=VALUE`, with or without `export` before it. A value may stand in single or double quotes; without, it
/// ends before ` #`. Empty lines, and those that begin with `#`, say nothing; nor do lines that are none of these.
/// Nothing is expanded.
enum EnvironmentFile {
    /// The environment, with the variables of the file that it does not have. One that is set is never overridden, also
    /// when it is empty. Without a file the environment stays as it is.
    static func adding(to environment: [String: String], startingIn directory: String) -> [String: String] {
        guard let text = nearest(to: URL(fileURLWithPath: directory)) else { return environment }
        return environment.merging(variables(in: text)) { known, _ in known }
    }

    private static func nearest(to directory: URL) -> String? {
        var directory = directory.standardizedFileURL
        while true {
            if let text = try? String(contentsOf: directory.appending(path: ".env"), encoding: .utf8) { return text }
            let parent = directory.deletingLastPathComponent().standardizedFileURL
            guard parent.path.count < directory.path.count else { return nil }
            directory = parent
        }
    }

    /// The variables in a file's text; of those with the same name the last one counts.
    static func variables(in text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            var line = line.trimmingCharacters(in: .whitespaces)[...]
            if line.hasPrefix("export ") { line = line.dropFirst(7) }
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
            let name = line[..<equals].trimmingCharacters(in: .whitespaces)
            guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { continue }
            variables[name] = value(line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces))
        }
        return variables
    }

    private static func value(_ text: String) -> String {
        if let quote = text.first, quote == "\"" || quote == "'", let end = text.dropFirst().firstIndex(of: quote) {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        if text.hasPrefix("#") { return "" }
        let comment = text.firstRange(of: " #")?.lowerBound ?? text.endIndex
        return text[..<comment].trimmingCharacters(in: .whitespaces)
    }
}
