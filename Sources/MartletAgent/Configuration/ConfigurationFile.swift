import MartletAPI
import Yams

import class Foundation.FileManager

/// A configuration in YAML: one flat mapping of fields by name.
enum ConfigurationFile {
    /// The members of a file, in order.
    ///
    /// - Parameter texts: The fields whose scalars are texts whatever they look like.
    /// - Throws: ``ConfigurationError`` when there is no such file, when it cannot be read, or when it is no mapping.
    static func read(_ path: String, texts: Set<String>) throws(ConfigurationError) -> JSONObject {
        guard let data = FileManager.default.contents(atPath: path) else {
            let what = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "does not exist"
            throw ConfigurationError("The configuration file '\(path)' \(what).")
        }
        guard let yaml = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError("The configuration file '\(path)' is not UTF-8.")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            // The error's text shows the line, which may hold a key.
            throw ConfigurationError("The configuration file '\(path)' is not YAML: \(place(of: error)).", cause: error)
        }
        // An empty file says nothing.
        guard let root, root.null == nil else { return [:] }
        guard let mapping = root.mapping else {
            throw ConfigurationError("The configuration file '\(path)' must be a mapping of fields to values.")
        }
        var members = JSONObject()
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            members[name] = try Self.value(value, isText: texts.contains(name), name, path)
        }
        return members
    }

    /// Writes a file that only its owner can read, for it may hold a key. Directories are made.
    ///
    /// - Throws: ``ConfigurationError`` when it cannot be written.
    static func write(_ members: JSONObject, to path: String) throws(ConfigurationError) {
        let yaml: String
        do {
            yaml = try Yams.serialize(node: node(.object(members)), allowUnicode: true)
        } catch {
            throw ConfigurationError(
                "The configuration for '\(path)' cannot be written as YAML: \(error.localizedDescription)", cause: error
            )
        }
        try LineFile.replace(yaml, at: path)
    }

    private static func place(of error: any Error) -> String {
        guard let error = error as? YamlError else { return "it cannot be understood" }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return "\(problem) in line \(mark.line), column \(mark.column)"
        case .duplicatedKeysInMapping: return "a field is there twice"
        default: return "it cannot be understood"
        }
    }

    // MARK: Values

    private static func value(
        _ node: Node, isText: Bool, _ name: String, _ path: String
    ) throws(ConfigurationError) -> JSONValue {
        switch node {
        case .scalar(let scalar):
            if node.null != nil { return .null }
            if isText { return .string(scalar.string) }
            // What is quoted is a text.
            if node.tag == Tag(.bool), let bool = node.bool { return .bool(bool) }
            if node.tag == Tag(.int), let integer = node.int { return .integer(integer) }
            if [Tag(.int), Tag(.float)].contains(node.tag), let number = node.float { return .number(number) }
            return .string(scalar.string)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for element in sequence { values.append(try value(element, isText: false, name, path)) }
            return .array(values)
        case .mapping(let mapping):
            var members = JSONObject()
            for (key, member) in mapping {
                members[key.scalar?.string ?? ""] = try value(member, isText: false, name, path)
            }
            return .object(members)
        case .alias:
            throw ConfigurationError("The configuration file '\(path)': \(name) refers to what is not there.")
        }
    }

    private static func node(_ value: JSONValue) throws -> Node {
        switch value {
        case .null: Node("null", Tag(.null))
        case .bool(let bool): try bool.represented()
        case .integer(let integer): try integer.represented()
        case .number(let number): try number.represented()
        case .string(let text): .scalar(text.represented())
        case .array(let values): Node(try values.map(node))
        case .object(let object):
            Node(try object.map { (Node.scalar($0.key.represented()), try node($0.value)) })
        }
    }
}
