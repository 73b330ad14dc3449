import MartletAPI
import Testing

@Suite struct CodeBlockTests {
    @Test(
        arguments: [
            ("", []), ("plain text", []), ("`code`", []), ("``\ncode\n``", []),
            ("```\na\n```", [("", "a")]), ("~~~\na\n~~~", [("", "a")]),
            ("```swift\nlet a = 1\n\nlet b = 2\n```\n", [("swift", "let a = 1\n\nlet b = 2")]),
            ("Text:\n```py\n1\n```\nand\n~~~ c++ title=\"x\"\n2\n~~~", [("py", "1"), ("c++", "2")]),
            ("```\n```", [("", "")]), ("```\n\n```", [("", "")]), ("```\n\n\n```", [("", "\n")]),
            // Examples of sections 4.5 and 2.4.
            ("```\n<\n >\n```", [("", "<\n >")]),
            ("```\naaa\n~~~\n```", [("", "aaa\n~~~")]), ("~~~\naaa\n```\n~~~", [("", "aaa\n```")]),
            ("````\naaa\n```\n``````", [("", "aaa\n```")]),
            ("~~~~\naaa\n~~~\n~~~~", [("", "aaa\n~~~")]), ("```", [("", "")]),
            ("`````\n\n```\naaa", [("", "\n```\naaa")]), ("```\n\n  \n```", [("", "\n  ")]),
            (" ```\n aaa\naaa\n```", [("", "aaa\naaa")]),
            ("  ```\naaa\n  aaa\naaa\n  ```", [("", "aaa\naaa\naaa")]),
            ("   ```\n   aaa\n    aaa\n  aaa\n   ```", [("", "aaa\n aaa\naaa")]),
            ("```\naaa\n  ```", [("", "aaa")]), ("   ```\naaa\n  ```", [("", "aaa")]),
            ("```\naaa\n    ```", [("", "aaa\n    ```")]), ("``` ```\naaa", []),
            ("~~~~~~\naaa\n~~~ ~~", [("", "aaa\n~~~ ~~")]),
            ("foo\n```\nbar\n```\nbaz", [("", "bar")]),
            ("```ruby\ndef foo(x)\n  return 3\nend\n```", [("ruby", "def foo(x)\n  return 3\nend")]),
            ("~~~~    ruby startline=3 $%@#$\ndef\n~~~~~~~", [("ruby", "def")]),
            ("````;\n````", [(";", "")]), ("``` aa ```\nfoo", []),
            ("~~~ aa ``` ~~~\nfoo\n~~~", [("aa", "foo")]), ("```\n``` aaa\n```", [("", "``` aaa")]),
            ("``` foo\\+bar\nfoo\n```", [("foo+bar", "foo")]),
            ("```a\\\\b\\c\\\n```", [("a\\b\\c\\", "")]), ("```&amp;\n```", [("&amp;", "")]),
        ] as [(String, [(String, String)])])
    func `blocks are found by the rules of CommonMark`(text: String, blocks: [(String, String)]) {
        #expect(CodeBlock.all(in: text) == CodeBlock.list(blocks))
    }

    @Test(
        arguments: [
            ("```py\r\na\r\n\r\nb\r\n```\r\ntext", [("py", "a\n\nb")]), ("```\ra\rb\r```", [("", "a\nb")]),
            ("```\r\na\r\n", [("", "a")]), ("```py \t\na  \n``` \t\n", [("py", "a  ")]),
            ("```\n\ta\n```", [("", "\ta")]), ("  ```\n\ta\n  ```", [("", "  a")]),
            ("  ```\n \t b\n  ```", [("", "   b")]),
            ("```日本語\né😀\n```", [("日本語", "é😀")]), ("```\u{A0}\na\n```", [("\u{A0}", "a")]),
        ] as [(String, [(String, String)])])
    func `line ends, tabs and any script are understood`(text: String, blocks: [(String, String)]) {
        #expect(CodeBlock.all(in: text) == CodeBlock.list(blocks))
    }

    @Test(
        arguments: [
            ("```py\nprint(1", [("py", "print(1")]), ("```py\nprint(1)\n", [("py", "print(1)")]),
            ("```py\nprint(1)\n``", [("py", "print(1)\n``")]), ("text\n```p", [("p", "")]),
            ("```a\n1\n```\n```b\n2\n\n", [("a", "1"), ("b", "2\n")]),
            ("1. do\n\n     ```sh\n     ls\n", [("sh", "ls")]),
        ] as [(String, [(String, String)])])
    func `a block without an end goes to the end of the text`(text: String, blocks: [(String, String)]) {
        #expect(CodeBlock.all(in: text) == CodeBlock.list(blocks))
    }

    @Test(
        arguments: [
            ("- a\n  ```sh\n  ls\n    -l\n  ```\n- b", [("sh", "ls\n  -l")]),
            ("1. a\n\n    ```sh\n    ls\n\n    pwd\n    ```\n2. b", [("sh", "ls\n\npwd")]),
            ("- a\n    - b\n\n        ```\n        x\n          y\n        ```\n", [("", "x\n  y")]),
            ("1. a\n\t```\n\tx\n\t\ty\n\t```", [("", "x\n\ty")]), ("1. a\n   ```\n   x\n      ```\nb", [("", "x")]),
            ("- ```sh\n  ls\n  ```\n- ```\n  pwd\n  ```", [("sh", "ls"), ("", "pwd")]),
            ("10) ~~~\n    x\n    ~~~", [("", "x")]), ("- 1. ```\n     x\n     ```", [("", "x")]),
            // Not consistent: the lines before the one that is not indented are no code.
            ("    ```\n    x\ny\n", []), ("    ```\nx\n    ```\n", [("", "")]), ("- ```\nx", []),
            ("    ```\n    x\n```\ny\n```", [("", "y")]),
            ("     ```\n     x\n    ```\n     y\n    ```\n", [("", " y")]),
            // No list markers.
            ("-```\nx", []), ("1234567890. ```\nx", []), ("1 ```\nx", []), ("2026.\nx", []), ("> ```\n> x\n> ```", []),
        ] as [(String, [(String, String)])])
    func `blocks in list items are found when their indentation is consistent`(
        text: String, blocks: [(String, String)]
    ) {
        #expect(CodeBlock.all(in: text) == CodeBlock.list(blocks))
    }

    @Test func `an answer has the blocks of its first choice`() throws {
        let json = #"""
            {"choices":[{"index":0,"message":{"role":"assistant","content":"Here:\n```swift\nprint(1)\n```"}},
            {"index":1,"message":{"role":"assistant","content":"```\n2\n```"}}]}
            """#
        let completion = try ChatCompletion(json: json)
        #expect(completion.codeBlocks == [CodeBlock(language: "swift", code: "print(1)")])
        #expect(try ChatCompletion(json: #"{"choices":[]}"#).codeBlocks == [])
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `random texts crash nothing, and what is written as a block is found`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "```", "~~~", "````", "\n", "\n", "\r\n", " ", "    ", "\t", "a", "- ", "1. ", "`", "\\", "é", "\r",
        ]
        for _ in 0..<1_000 {
            let text = (0..<random.below(30)).map { _ in pieces[random.below(pieces.count)] }.joined()
            for block in CodeBlock.all(in: text) {
                let fence =
                    "`````````````````````````````````````````````````````````````````````````````````````````````"
                #expect(CodeBlock.all(in: "\(fence)x\n\(block.code)\n\(fence)").map(\.code) == [block.code])
            }
        }
    }

    @Test(arguments: ["    ```\n", "    ~~~a\n", "```\n", "- ```a\n", "- ", "`", "    ````a\n    ```\n"])
    func `long texts take time in proportion`(piece: String) {
        // Quadratic time would be minutes too long.
        let text = String(repeating: piece, count: 50_000)
        #expect(CodeBlock.all(in: text + "x").count <= 50_000)
    }
}

extension CodeBlock {
    /// Blocks by language, empty for none, and code.
    fileprivate static func list(_ blocks: [(String, String)]) -> [CodeBlock] {
        blocks.map { CodeBlock(language: $0.isEmpty ? nil : $0, code: $1) }
    }
}
