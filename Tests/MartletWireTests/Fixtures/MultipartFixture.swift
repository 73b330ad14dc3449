import MartletWire

/// A form as it is on the wire, and what is in it.
struct MultipartFixture: Sendable, CustomStringConvertible {
    var name: String
    var text: String
    var boundary = "b"
    /// The names and texts of the parts.
    var parts: [[String]]

    var description: String { name }
    var bytes: [UInt8] { Array(text.utf8) }

    /// A part with CR LF.
    static func part(_ name: String, _ text: String, boundary: String = "b") -> String {
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n"
    }

    static let all = [
        MultipartFixture(
            name: "two parts", text: part("purpose", "batch") + part("file", "1\r\n2") + "--b--\r\n",
            parts: [["purpose", "batch"], ["file", "1\r\n2"]]),
        MultipartFixture(name: "no line end at the end", text: part("a", "x") + "--b--", parts: [["a", "x"]]),
        MultipartFixture(name: "nothing but the end", text: "--b--\r\n", parts: []),
        MultipartFixture(
            name: "an empty part", text: part("a", "") + part("c", "d") + "--b--", parts: [["a", ""], ["c", "d"]]),
        MultipartFixture(
            name: "an empty part without its line end",
            text: "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--\r\n", parts: [["a", ""]]),
        MultipartFixture(
            name: "a preamble and an epilogue",
            text: "This is\r\nno part\n--c\r\n--bb\r\n" + part("a", "x") + "--b--\r\n--b\r\nneither\r\n--b--",
            parts: [["a", "x"]]),
        MultipartFixture(
            name: "bare line feeds", text: "--b\nContent-Disposition: form-data; name=a\n\nx\r\n\ny\n--b--\n",
            parts: [["a", "x\r\n\ny"]]),
        MultipartFixture(
            name: "a bare line feed in front of a boundary is data",
            text: part("a", "x\n--b\ny\n--b--\nz") + "--b--", parts: [["a", "x\n--b\ny\n--b--\nz"]]),
        MultipartFixture(
            name: "boundaries that are none",
            text: part("a", "\r\n--bc\r\n--b-\r\n--b-x\r\n-b\r\n--c\r\r\n\r\n--b \tx\r\n--b--x\r\n--b\rz") + "--b--",
            parts: [["a", "\r\n--bc\r\n--b-\r\n--b-x\r\n-b\r\n--c\r\r\n\r\n--b \tx\r\n--b--x\r\n--b\rz"]]),
        MultipartFixture(
            name: "line ends before the end", text: part("a", "\r\n\r\r\n\n\r\n") + "--b--",
            parts: [["a", "\r\n\r\r\n\n\r\n"]]),
        MultipartFixture(
            name: "padding behind the boundaries",
            text: "--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b-- \t \r\n", parts: [["a", "x"]]),
        MultipartFixture(
            name: "a header in several lines, in its own case",
            text: "--b\r\ncontent-DISPOSITION :form-data;\r\n\t name=\"a\"\r\nX-Other: 1\r\n\r\nx\r\n--b--",
            parts: [["a", "x"]]),
        MultipartFixture(name: "a part without a header", text: "--b\r\n\r\nx\r\n--b--", parts: [["-", "x"]]),
        MultipartFixture(
            name: "a boundary of hyphens and a boundary that begins with another",
            text: part("a", "\r\n-----\r\n----\r\n---", boundary: "----") + "--------\r\n", boundary: "----",
            parts: [["a", "\r\n-----\r\n----\r\n---"]]),
        MultipartFixture(
            name: "text of several bytes", text: part("ä", "Ärger 🙂\r\n") + "--b--", parts: [["ä", "Ärger 🙂\r\n"]]),
    ]
}
