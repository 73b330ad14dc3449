import MartletAPI

/// Which of the platform's tools an assistant may use: its `tools_config`.
///
/// PixiGPT: "null/absent = all Pixi tools"; the form of the string is not documented. Ours is a list of names: as JSON,
/// `["calculator"]`, or separated by commas; a JSON object names the tools whose value is `true`. `[]`, `none` and an
/// empty string allow none. Case, spaces, `-` and `_` do not matter. Names of tools that there are not allow nothing.
struct ToolSelection: Hashable, Sendable {
    /// Nil for all.
    private let names: Set<String>?

    init(_ configuration: String?) {
        guard let text = configuration?.trimmingWhitespace() else {
            names = nil
            return
        }
        let listed: [String]
        switch try? JSONValue(json: text) {
        case .array(let values)?: listed = values.compactMap(\.stringValue)
        case .object(let members)?: listed = members.filter { $0.value == true }.map(\.key)
        case .string(let name)?: listed = [name]
        case .null?:
            names = nil
            return
        default: listed = text.split(separator: ",").map(String.init)
        }
        let folded = Set(listed.map(Self.folded))
        names = folded.contains("all") ? nil : folded
    }

    func includes(_ name: String) -> Bool { names?.contains(Self.folded(name)) ?? true }

    /// Whether it names this tool, and not just all.
    func names(_ name: String) -> Bool { names?.contains(Self.folded(name)) ?? false }

    private static func folded(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
