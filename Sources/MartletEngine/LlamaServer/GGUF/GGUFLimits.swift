/// How much of a GGUF file's header we are willing to read.
///
/// The header of a real model is a few megabytes, nearly all of it the vocabulary, which is skipped.
package struct GGUFLimits: Hashable, Sendable {
    /// The most key/value pairs. Real files have fewer than a hundred.
    package var maximumPairs: UInt64 = 65_536
    /// The longest key in bytes. The format's own limit.
    package var maximumKeyBytes: UInt64 = 65_535
    /// The longest value in bytes that is kept: an architecture, a name, a license. Longer ones are skipped.
    package var maximumTextBytes: UInt64 = 4_096
    /// The longest chat template in bytes that ``GGUFMetadata/chatTemplate(ofFileAt:limits:)`` reads.
    package var maximumTemplateBytes: UInt64 = 1 << 20
    /// The deepest nesting of arrays in arrays.
    package var maximumArrayDepth = 4
    /// The longest header in bytes, skipped parts included.
    package var maximumHeaderBytes: UInt64 = 256 << 20

    /// The limits documented at each property.
    package init() {}
}
