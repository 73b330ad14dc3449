import MartletAPI
import MartletServer

/// A call that a request's `tool_choice` demands: the answer is held to the arguments' schema, and becomes the call.
///
/// One function: the model writes its arguments, and nothing else. Several: it writes the name too.
struct ForcedToolCall {
    private let functions: [FunctionDefinition]

    /// - Returns: Nil when the request demands no call.
    /// - Throws: ``PlatformError`` with 400 when what it demands is not among its tools.
    init?(_ request: ChatCompletionRequest) throws(PlatformError) {
        let known = (request.tools ?? []).compactMap(\.function)
        switch request.toolChoice {
        case nil, .auto?, ToolChoice.none?: return nil
        case .required?:
            guard !known.isEmpty else {
                throw .invalidRequest("tool_choice is required, but there are no tools.", parameter: "tool_choice")
            }
            functions = known
        case .function(let name)?:
            guard let function = known.first(where: { $0.name == name }) else {
                throw .invalidRequest(
                    "tool_choice names '\(name)', which is not among the tools.", parameter: "tool_choice")
            }
            functions = [function]
        case .unknown?:
            throw .invalidRequest(
                "tool_choice must be none, auto, required or an object that names a function.",
                parameter: "tool_choice")
        }
    }

    /// The function, when there is only one.
    var onlyFunction: FunctionDefinition? { functions.count == 1 ? functions.first : nil }

    /// What holds the engine to the call.
    var responseFormat: ResponseFormat {
        .jsonSchema(name: "tool_call", schema: schema, strict: true)
    }

    private var schema: JSONValue {
        if let onlyFunction { return Self.schema(of: onlyFunction) }
        var definitions: JSONObject = [:]
        let calls = functions.enumerated().map { index, function -> JSONValue in
            let arguments = Self.hoisting(
                Self.schema(of: function), prefix: "tool\(index)_", into: &definitions)
            return [
                "type": "object",
                "properties": ["name": ["const": .string(function.name)], "arguments": arguments],
                "required": ["name", "arguments"],
                "additionalProperties": false,
            ]
        }
        var schema: JSONObject = ["anyOf": .array(calls)]
        if !definitions.isEmpty { schema["$defs"] = .object(definitions) }
        return .object(schema)
    }

    private static func schema(of function: FunctionDefinition) -> JSONValue {
        if let parameters = function.parameters, parameters.objectValue?.isEmpty == false { return parameters }
        return ["type": "object", "properties": [:], "additionalProperties": false]
    }

    /// A schema whose definitions are moved to those of the schema that it becomes a part of.
    private static func hoisting(_ schema: JSONValue, prefix: String, into definitions: inout JSONObject) -> JSONValue {
        guard var object = schema.objectValue else { return schema }
        let whole = "\(prefix)arguments"
        for key in ["$defs", "definitions"] {
            guard let own = object[key]?.objectValue else { continue }
            object[key] = nil
            for (name, definition) in own { definitions[prefix + name] = renaming(definition, prefix) }
        }
        let renamed = renaming(.object(object), prefix)
        let place = "#/$defs/\(whole)"
        guard renamed.mentions(place) || definitions.contains(where: { $0.value.mentions(place) }) else {
            return renamed
        }
        // It refers to itself as a whole.
        definitions[whole] = renamed
        return ["$ref": .string(place)]
    }

    private static func renaming(_ value: JSONValue, _ prefix: String) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { renaming($0, prefix) })
        case .object(let object):
            var result: JSONObject = [:]
            for (key, member) in object {
                if key == "$ref", let reference = member.stringValue {
                    result[key] = .string(renamed(reference, prefix))
                } else {
                    result[key] = renaming(member, prefix)
                }
            }
            return .object(result)
        default: return value
        }
    }

    private static func renamed(_ reference: String, _ prefix: String) -> String {
        for start in ["#/$defs/", "#/definitions/"] where reference.hasPrefix(start) {
            return "#/$defs/\(prefix)\(reference.dropFirst(start.count))"
        }
        // The schema itself, or a place in it.
        return reference.hasPrefix("#") ? "#/$defs/\(prefix)arguments\(reference.dropFirst())" : reference
    }
}

extension JSONValue {
    /// Whether a `$ref` in the schema leads to a place, or below it.
    fileprivate func mentions(_ place: String) -> Bool {
        switch self {
        case .array(let elements): elements.contains { $0.mentions(place) }
        case .object(let object):
            object.contains { key, value in
                if key == "$ref", let reference = value.stringValue {
                    return reference == place || reference.hasPrefix(place + "/")
                }
                return value.mentions(place)
            }
        default: false
        }
    }
}
