import Testing

@testable import MartletCLI

struct TableTests {
    @Test func `columns are aligned and lines have no trailing space`() {
        let table = Table(["model", "kind"], [["a", "chat"], ["longer-name", "embedding"]])
        #expect(
            table.description == """
                model        kind
                a            chat
                longer-name  embedding
                """)
    }

    @Test(arguments: [
        ("a\nb\tc", "a b c"), ("", ""), ("\u{1B}[31mred", "[31mred"), ("12345678901", "123456789…"),
        ("1234567890", "1234567890"), ("é👍🏽\r\nx", "é👍🏽 x"),
    ])
    func `a text fits into a cell`(_ text: String, _ cell: String) {
        #expect(Table.cell(text, limit: 10) == cell)
    }

    @Test func `facts are names with their values`() {
        #expect(Table.facts([("id", "a"), ("created", "now")]) == "id       a\ncreated  now")
        #expect(Table.facts([]) == "")
    }
}
