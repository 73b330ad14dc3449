/// Personal data in a text.
struct PersonalDataHit: Hashable, Sendable {
    var kind: PersonalDataKind
    /// Where it stands.
    var range: Range<String.Index>
}
