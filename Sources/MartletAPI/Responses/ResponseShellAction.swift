/// What to run in a shell.
public struct ResponseShellAction: JSONConvertible, Hashable {
    /// `exec`.
    public var type: String
    /// The program and its arguments. Required.
    public var command: [String]
    /// Variables of the environment to set.
    public var env: [String: String]?
    /// How long it may take, in milliseconds.
    public var timeoutMilliseconds: Int?
    /// Who runs it.
    public var user: String?
    /// Where it runs.
    public var workingDirectory: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        type: String = "exec",
        command: [String],
        env: [String: String]? = nil,
        timeoutMilliseconds: Int? = nil,
        workingDirectory: String? = nil
    ) {
        self.type = type
        self.command = command
        self.env = env
        self.timeoutMilliseconds = timeoutMilliseconds
        self.workingDirectory = workingDirectory
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(command: [])
        var hasCommand = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "command": hasCommand = try reader.readField(key, into: &command, keepingIn: &additionalProperties)
            case "env": try reader.readField(key, into: &env, keepingIn: &additionalProperties)
            case "timeout_ms":
                try reader.readWholeField(key, into: &timeoutMilliseconds, keepingIn: &additionalProperties)
            case "user": try reader.readField(key, into: &user, keepingIn: &additionalProperties)
            case "working_directory":
                try reader.readField(key, into: &workingDirectory, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasCommand else { throw JSONError(code: .missingField, message: "'command' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("command", command)
            writer.field("env", env)
            writer.field("timeout_ms", timeoutMilliseconds)
            writer.field("user", user)
            writer.field("working_directory", workingDirectory)
        }
    }
}
