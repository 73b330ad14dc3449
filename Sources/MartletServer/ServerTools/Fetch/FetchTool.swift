import MartletAPI
import NIOCore

/// Reads a page of the web. Leaves the page as a source on the answer.
///
/// Off unless enabled: a model, or who writes to it, then chooses what this machine asks the network for.
struct FetchTool: ServerTool {
    struct Arguments: Decodable, Sendable, JSONSchemaDescribed {
        static let schemaDescriptions = ["url": "The page's address, beginning with https:// or http://."]
        var url: String
    }

    /// How many characters of a page the model reads.
    private static let characterLimit = 12_000
    /// How many characters of a page go with the answer.
    private static let snippetLength = 240

    let name = "fetch"
    let fetcher: any MediaFetching
    let rules: FetchRules

    func tool(_ recorder: AttachmentRecorder) throws -> Tool {
        try Tool(name, "Reads a web page and returns its text.") { (arguments: Arguments) in
            let page = try await fetch(arguments.url)
            var source = SourceAttachment(id: Identifier.make("src"), toolName: "Fetch")
            source.title = page.title
            source.url = page.url
            source.snippet = String(page.text.prefix(Self.snippetLength))
            recorder.record(source)
            let heading = page.title.map { "# \($0)\n\n" } ?? ""
            let rest = page.text.count - Self.characterLimit
            let end = rest > 0 ? "\n\n[The page goes on for \(rest) characters.]" : ""
            return heading + page.text.prefix(Self.characterLimit) + end
        }
    }

    private func fetch(_ url: String) async throws -> (title: String?, text: String, url: String) {
        guard url.lowercased().hasPrefix("http") else {
            throw ToolError(code: .failed, message: "The address must begin with https:// or http://.", tool: name)
        }
        let fetched: FetchedMedia
        do {
            fetched = try await fetcher.fetch(url, rules)
        } catch let error as PlatformError {
            throw ToolError(code: .failed, message: error.body.message, tool: name)
        }
        let content = String(buffer: fetched.body)
        let isPage = fetched.contentType?.contains("html") ?? content.prefix(1_000).lowercased().contains("<html")
        guard isPage else { return (nil, content, fetched.url) }
        let page = PageText(html: content)
        return (page.title, page.text, fetched.url)
    }
}
