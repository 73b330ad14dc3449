extension JSONSchema {
    /// What is wrong with a value, as far as this schema says.
    ///
    /// Keywords that are followed: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`,
    /// `minItems`, `maxItems`, `uniqueItems`, `minimum`, `maximum`, `minLength`, `maxLength`, `anyOf`, `oneOf`, `allOf`
    /// and `$ref` into `$defs`. Others, such as `pattern` and `format`, are ignored.
    ///
    /// - Returns: One line for each problem, at most 20, with a JSON Pointer (RFC 6901) to the place unless that is the
    ///   whole value: `/city: expected a string, found an integer`. Empty when the value is valid. A check that goes
    ///   deeper than 128 levels, or takes more than 100,000 steps, ends with a problem.
    public func validate(_ value: JSONValue) -> [String] {
        var validator = SchemaValidator(root: self.value)
        validator.check(value, self.value, at: "")
        return validator.problems
    }
}
