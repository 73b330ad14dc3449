import MartletAPI
import NIOCore

/// The members of a JSON object in a request, read one by one; what has the wrong type is refused by its name.
///
/// Where a request only changes something, `null` clears, and what is absent stays: ask ``has(_:)``. Elsewhere the two are
/// the same.
struct RequestMembers: Sendable {
    let members: JSONObject
    /// What stands before a member's name in messages, such as `messages[0].`.
    private let place: String

    /// - Parameters:
    ///   - body: May be empty, for an object without members, if `isOptional`.
    ///   - allowed: Every member that there may be.
    /// - Throws: ``PlatformError`` with 400.
    init(_ body: ByteBuffer, allowed: Set<String>, isOptional: Bool = false) throws(PlatformError) {
        if isOptional, body.readableBytes == 0 {
            self.init(members: [:], place: "")
            return
        }
        guard let members = try RequestBody.decode(JSONValue.self, from: body).objectValue else {
            throw .invalidRequest("The body must be a JSON object.", code: "invalid_json")
        }
        try RequestBody.check(members, allowed: allowed)
        self.init(members: members, place: "")
    }

    /// - Parameter name: Where in the request the object stands, such as `messages[0]`.
    /// - Throws: ``PlatformError`` with 400.
    init(_ value: JSONValue, named name: String, allowed: Set<String>) throws(PlatformError) {
        guard let members = value.objectValue else {
            throw .invalidRequest("\(name) must be an object.", code: "invalid_type", parameter: name)
        }
        for key in members.keys where !allowed.contains(key) {
            throw .invalidRequest(
                "The parameter '\(name).\(key)' is not supported, and would be ignored. Leave it out.",
                code: "unsupported_parameter", parameter: "\(name).\(key)")
        }
        self.init(members: members, place: "\(name).")
    }

    private init(members: JSONObject, place: String) {
        self.members = members
        self.place = place
    }

    /// Whether there is such a member, `null` or not.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// The member; nil when it is absent or `null`.
    subscript(name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// - Parameter maximum: The most characters.
    func string(_ name: String, maximum: Int = .max) throws(PlatformError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.stringValue else { throw wrongType(name, "a string") }
        guard text.count <= maximum else {
            throw .invalidRequest(
                "\(place)\(name) has \(text.count) characters; the limit is \(maximum).", parameter: place + name)
        }
        return text
    }

    /// A string that must be there, and not be empty.
    func requiredString(_ name: String) throws(PlatformError) -> String {
        guard let text = try string(name), !text.isEmpty else { throw missing(name) }
        return text
    }

    func bool(_ name: String) throws(PlatformError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.boolValue else { throw wrongType(name, "true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(PlatformError) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.intValue else { throw wrongType(name, "a whole number") }
        try RequestBody.check(place + name, number, in: range)
        return number
    }

    func array(_ name: String) throws(PlatformError) -> [JSONValue]? {
        guard let value = self[name] else { return nil }
        guard let elements = value.arrayValue else { throw wrongType(name, "an array") }
        return elements
    }

    func missing(_ name: String) -> PlatformError {
        .invalidRequest("'\(place)\(name)' is required.", code: "missing_required_parameter", parameter: place + name)
    }

    private func wrongType(_ name: String, _ wanted: String) -> PlatformError {
        .invalidRequest("\(place)\(name) must be \(wanted).", code: "invalid_type", parameter: place + name)
    }
}
