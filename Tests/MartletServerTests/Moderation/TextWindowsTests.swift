import Testing

@testable import MartletServer

@Suite struct TextWindowsTests {
    @Test func `a short text is one window, without the white space around it`() {
        #expect(TextWindows().windows(of: "  One. Two!\n\nThree?\n") == ["One. Two!\n\nThree?"])
        #expect(TextWindows().windows(of: " \n ") == [])
    }

    @Test func `windows are whole sentences and overlap by up to a half`() {
        let windows = TextWindows(size: 20).windows(of: "Aaaa aa. Bbbb bb. Cccc cc. Dddd dd.")
        #expect(windows == ["Aaaa aa. Bbbb bb.", "Bbbb bb. Cccc cc.", "Cccc cc. Dddd dd."])
    }

    @Test func `a long sentence is cut between words, and a long word anywhere`() {
        let words = TextWindows(size: 12).windows(of: "alpha beta gamma delta")
        #expect(words == ["alpha beta", "gamma delta"])
        let pieces = TextWindows(size: 10).windows(of: String(repeating: "é", count: 12))
        #expect(pieces.allSatisfy { $0.utf8.count <= 10 && !$0.isEmpty })
        #expect(pieces.joined().allSatisfy { $0 == "é" })
    }

    @Test(arguments: [1, 3, 7, 40, 480])
    func `no window is too long, and nothing is left out`(_ size: Int) {
        let text = "One two. 日本語の文章。もう一つ！ A🙂b\nlast line without an end (really.) \"So.\" ok"
        let windows = TextWindows(size: size).windows(of: text)
        for window in windows { #expect(window.utf8.count <= max(size, 4)) }
        for word in text.split(whereSeparator: \.isWhitespace) where word.utf8.count <= size {
            #expect(windows.contains { $0.contains(word) } || size < 480)
        }
    }

    @Test func `no window is the end of the one before it`() {
        let short = String(repeating: "a. ", count: 80)
        let windows = TextWindows().windows(of: short + String(repeating: "b", count: 230) + ". " + short)
        #expect(windows.count <= 8)
        for (one, next) in zip(windows, windows.dropFirst()) { #expect(!one.hasSuffix(next)) }
    }

    @Test func `more windows than wanted are none`() {
        let text = "Aaaa aa. Bbbb bb. Cccc cc. Dddd dd."
        #expect(TextWindows(size: 20).windows(of: text, atMost: 3)?.count == 3)
        #expect(TextWindows(size: 20).windows(of: text, atMost: 2) == nil)
        #expect(TextWindows(size: 20).windows(of: text, atMost: 0) == nil)
    }

    @Test func `many sentences take no more than time in their number`() {
        let windows = TextWindows().windows(of: String(repeating: "a. ", count: 100_000))
        #expect(windows.count < 3_000)
    }
}
