/// The header of one part of a form.
public struct MultipartPartHead: Hashable, Sendable {
    /// One field of the header.
    public struct Field: Hashable, Sendable {
        /// Its name, in lower case.
        public var name: String
        /// Its value, without the white space around it.
        public var value: String

        /// Makes a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields in their order.
    public var fields: [Field]

    /// Makes a header.
    public init(fields: [Field]) {
        self.fields = fields
    }

    /// The value of the first field of this name, which is in lower case; nil when there is none.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The name of the form's field; nil when the part does not say.
    public var name: String? { disposition?.formText("name") }

    /// The name of the file; nil when the part is not said to be one.
    ///
    /// "filename*=UTF-8''…" (RFC 5987) goes before `filename`, which holds UTF-8 as it is, and quotes either behind a
    /// backslash or, as browsers write them, as `%22`. May be a path, and anything else that a client likes: not to be
    /// used as the name of a file on this machine.
    public var filename: String? { disposition?.extendedText("filename") ?? disposition?.formText("filename") }

    /// The type that the part is said to have; nil for none.
    public var contentType: String? { self["content-type"] }

    /// "Each part MUST contain a Content-Disposition header field where the disposition type is "form-data"."
    private var disposition: HeaderParameters? {
        guard let disposition = self["content-disposition"].map({ HeaderParameters($0) }),
            disposition.value == "form-data"
        else { return nil }
        return disposition
    }
}
