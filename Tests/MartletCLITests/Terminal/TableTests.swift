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
}
