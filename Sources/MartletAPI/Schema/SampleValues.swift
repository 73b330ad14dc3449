/// The values that a type is decoded from while its schema is recorded.
struct SampleValues {
    var text = ""
    var integer = 0
    var number = 0.0
    var flag = false
    /// Whether arrays, sets and dictionaries hold an element.
    var isFilled = false

    /// What is tried, one after another, for a type that refuses some: no text may be allowed to be empty, say.
    static let attempts = [
        SampleValues(),
        SampleValues(text: "a", integer: 1, number: 1, flag: true, isFilled: true),
        SampleValues(text: "1", integer: 10, number: 0.5, isFilled: true),
        SampleValues(text: "2000-01-01", integer: 100, number: 100, flag: true, isFilled: true),
        SampleValues(text: "2000-01-01T00:00:00Z", integer: 2, number: 10, isFilled: true),
        SampleValues(text: "https://example.com", integer: 5, number: -1, flag: true, isFilled: true),
        SampleValues(text: "user@example.com", integer: -1, number: 0.1, isFilled: true),
        SampleValues(text: "00000000-0000-0000-0000-000000000000", isFilled: true),
    ]
}
