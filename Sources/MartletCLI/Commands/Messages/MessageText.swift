import MartletAPI

/// A thread's message as people read it.
enum MessageText {
    /// The text, and below it what the platform's own tools brought.
    static func whole(_ message: ThreadMessage) -> String {
        let parts = [message.text, sources(message.sources ?? []), media(message.media ?? [])]
        return (parts + (message.code ?? []).map(code)).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func sources(_ sources: [SourceAttachment]) -> String {
        guard !sources.isEmpty else { return "" }
        let lines = sources.enumerated().map { index, source in
            let what = [source.title, source.url].compactMap { $0 }.joined(separator: " ")
            let snippet = source.snippet.map { "\n      \(Table.cell($0, limit: 100))" } ?? ""
            return "  [\(index + 1)] \(what.isEmpty ? source.id : what) (\(source.toolName))\(snippet)"
        }
        return "Sources:\n" + lines.joined(separator: "\n")
    }

    private static func media(_ media: [MediaAttachment]) -> String {
        guard !media.isEmpty else { return "" }
        let lines = media.map { medium in
            let words = (medium.description ?? medium.prompt).map { ": \(Table.cell($0, limit: 100))" } ?? ""
            return "  \(medium.type) (\(medium.source))\(words)\n      \(medium.signedURL)"
        }
        return "Media:\n" + lines.joined(separator: "\n")
    }

    private static func code(_ code: CodeAttachment) -> String {
        let time = code.executionTimeMs.map { ", \($0) ms" } ?? ""
        var text = "Code (\(code.language)\(time)):\n" + indented(code.code)
        for (name, output) in [("printed", code.stdout), ("printed to standard error", code.stderr)] {
            if let output, !output.isEmpty { text += "\n  \(name):\n" + indented(output) }
        }
        return text
    }

    private static func indented(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.last == "" ? lines.dropLast() : lines).map { "    \($0)" }.joined(separator: "\n")
    }
}
