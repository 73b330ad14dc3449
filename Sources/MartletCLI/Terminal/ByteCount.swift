/// Numbers of bytes as people read them.
enum ByteCount {
    /// Such as `17 bytes`, `4.2 kB`, `150.0 MB`: thousands of thousands.
    static func text(_ bytes: Int) -> String {
        if bytes < 1_000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var value = Double(bytes) / 1_000
        for unit in ["kB", "MB", "GB"] {
            if value < 999.95 { return tenths(value) + " " + unit }
            value /= 1_000
        }
        return tenths(value) + " TB"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
