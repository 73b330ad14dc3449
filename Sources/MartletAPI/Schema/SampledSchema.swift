/// The schema of a type, and a value of it to go on with.
struct SampledSchema<Value> {
    var schema: JSONValue
    /// Nil when no value could be made.
    var value: Value?
}
