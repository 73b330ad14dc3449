/// The values of `Content-Disposition` (RFC 6266).
enum ContentDisposition {
    /// To be saved under a name, which may be any text.
    ///
    /// A name that is not plain ASCII is there twice: percent-encoded UTF-8 in `filename*`, which "recipients SHOULD pick",
    /// and for those that do not know it with what is left of it in `filename`.
    static func attachment(_ name: String) -> String {
        var plain = ""
        var isPlain = true
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                plain += "\\"
                plain.unicodeScalars.append(scalar)
                isPlain = false
            case " "..."~":
                plain.unicodeScalars.append(scalar)
                // Some decode a percent sign in `filename`, too.
                if scalar == "%" { isPlain = false }
            default:
                plain += "_"
                isPlain = false
            }
        }
        let value = "attachment; filename=\"\(plain)\""
        return isPlain ? value : value + "; filename*=UTF-8''" + percentEncoded(name)
    }

    /// Everything encoded but the letters, digits and marks that RFC 5987 allows in a value.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var encoded = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            if isLetter || ("0"..."9").contains(scalar) || "!#$&+-.^_`|~".unicodeScalars.contains(scalar) {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return encoded
    }
}
