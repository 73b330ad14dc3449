/// Text from elsewhere as a person may look at it: nothing in it moves the cursor, hides, or changes the order of what is
/// shown.
enum VisibleText {
    /// The text with every control, format and separator character but line ends and tabs written as `\u{…}`.
    static func of(_ text: String) -> String {
        var visible = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || !isHidden(scalar) {
                visible.append(scalar)
            } else {
                visible.append(contentsOf: #"\u{\#(String(scalar.value, radix: 16, uppercase: true))}"#.unicodeScalars)
            }
        }
        return String(visible)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
