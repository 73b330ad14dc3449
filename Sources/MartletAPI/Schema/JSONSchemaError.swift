/// Why no JSON Schema could be made from a type.
///
/// It names types and properties of the program and never holds data.
public struct JSONSchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong. Open: later versions may add codes.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// An enum, or another type with a raw value, does not say which values it has.
        public static let unknownCases = Code(rawValue: "unknown_cases")
        /// A type refuses all sample values, so that what is asked for after it stays unknown.
        public static let noSample = Code(rawValue: "no_sample")
        /// A type has a JSON form that cannot be told from its initializer.
        public static let unsupported = Code(rawValue: "unsupported")
        /// Strict mode has no way to say what the type needs.
        public static let notStrict = Code(rawValue: "not_strict")
        /// The arguments of a tool are not an object.
        public static let notAnObject = Code(rawValue: "not_an_object")
        /// A description is for a property that the type does not have.
        public static let unknownProperty = Code(rawValue: "unknown_property")
        /// Types nest too deeply, or without end.
        public static let tooDeep = Code(rawValue: "too_deep")
    }

    /// The reason, for programs.
    public var code: Code
    /// The type that is the trouble.
    public var type: String
    /// Where it is asked for: property names with dots between them. Empty for the outermost type.
    public var path: String
    /// What to do about it, for people.
    public var message: String

    /// Creates an error.
    public init(code: Code, type: String, path: String = "", message: String) {
        self.code = code
        self.type = type
        self.path = path
        self.message = message
    }

    public var description: String {
        path.isEmpty ? "\(type): \(message)" : "\(type) at '\(path)': \(message)"
    }
}

extension JSONSchemaError {
    init(_ code: Code, _ type: any Any.Type, at path: [any CodingKey], _ message: String) {
        self.init(
            code: code, type: String(describing: type), path: path.map(\.stringValue).joined(separator: "."),
            message: message)
    }
}
