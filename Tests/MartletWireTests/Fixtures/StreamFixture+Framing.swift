extension StreamFixture {
    /// Short streams, each about one rule of framing.
    static let framings: [Self] = [
        .init("no bytes", "", texts: []),
        .init("one event", "data: a\n\n", texts: ["a"]),
        .init("no space", "data:a\n\ndata:[DONE]\n\n", texts: ["a", "[DONE]"]),
        .init("two spaces", "data:  a\n\n", texts: [" a"]),
        .init("CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", texts: ["a", "b"]),
        .init("CR only", "data: a\r\rdata: b\r\r", texts: ["a", "b"]),
        .init("mixed line ends", "data: a\n\r\ndata: b\r\n\rdata: c\r\ndata: d\n\n", texts: ["a", "b", "c\nd"]),
        .init("CR then CR LF", "data: a\r\r\ndata: b\n\n", texts: ["a", "b"]),
        .init(
            "comments", ": ping\n\n:\n: OPENROUTER PROCESSING\n\ndata: a\n: in between\n\n", texts: ["a"],
            commentCount: 4),
        .init("blank line after id", "id: 1\n\n\n\ndata: a\n\n", texts: ["a"]),
        .init("empty data", "data:\n\ndata: \n\ndata\n\n", texts: ["", "", ""]),
        .init("event without data", "event: keepalive\n\nevent: ping\n\ndata: a\n\n", texts: ["a"]),
        .init("unknown event and fields", "event: x-unknown\nfoo: bar\nbaz\ndata: a\n\n", texts: ["a"]),
        .init("several data lines", "data: a\ndata\ndata:b\n\ndata: c\n\n", texts: ["a\n\nb", "c"]),
        .init("byte-order mark", "\u{FEFF}data: é\n\n", texts: ["é"]),
        .init("second byte-order mark", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", texts: ["b"]),
        .init("two bytes of a mark missing", "data: a\n\n\u{FEFF}data: b\n\n", texts: ["a"]),
        .init("id and retry", "id: 7\nretry: 250\ndata: a\n\nretry: x\nid: \u{0}\ndata: b\n\n", texts: ["a", "b"]),
        .init("names with other case", "Data: a\nDATA: b\n data: c\n\ndata : d\n\n", texts: []),
        .init("no blank line at the end", "data: a\n\nevent: e\nid: 2\ndata: b\n", texts: ["a", "b"]),
        .init("no line end at the end", "data: a\n\ndata: b", texts: ["a", "b"]),
        .init("half an id at the end", "data: a\nid: 12", texts: ["a"]),
        .init("after the end marker", "data: [DONE]\n\ntrailing\n\ndata: b\n\n", texts: ["[DONE]", "b"]),
        .init(
            "low bytes in data", "data: \t\u{0}\u{B}\u{C}\u{E}\u{1}\t\tx\n\n",
            texts: ["\t\u{0}\u{B}\u{C}\u{E}\u{1}\t\tx"]),
        .init("multi-byte", "data: 漢字🦊\ndata: ёж\n\nevent: 種\ndata: é\n\n", texts: ["漢字🦊\nёж", "é"]),
    ]
}
