import MartletAPI

extension JSONValue {
    /// The value, unless it is `null`. A `nil` literal beside a `JSONValue` would be `.null` itself.
    var nonNull: JSONValue? { isNull ? Optional.none : self }
}
