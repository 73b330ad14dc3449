import ArgumentParser
import Martlet
import MartletAPI
import Testing

@testable import MartletCLI

struct FilesCommandTests {
    private func parse<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) throws -> Command {
        try #require(try MartletCommand.parseAsRoot(arguments) as? Command)
    }

    @Test(arguments: [
        ["upload"], ["upload", "a"], ["upload", "--purpose", "batch"], ["upload", "a", "--purpose", "novel"],
        ["upload", "a", "--file", "b", "--purpose", "batch"],
        ["upload", "a", "--purpose", "batch", "--expires-after", "0"],
        ["upload", "a", "--purpose", "batch", "--file-name", ""], ["list", "--limit", "0"], ["list", "x"], ["info"],
        ["content"], ["content", "a", "--json"], ["download"], ["download", "a", "--output", ""],
        ["download", "a", "--output", "-", "--json"], ["delete"], ["burn", "a"],
    ])
    func `wrong usage is refused before anything starts`(arguments: [String]) {
        #expect(throws: (any Error).self) { try MartletCommand.parseAsRoot(["files"] + arguments) }
    }

    @Test(arguments: [
        ["--file", "a", "--file-name", "b", "--expires-after", "60"],
        ["--file", "a", "--file_name", "b", "--expires_after", "60"],
        ["a", "--filename", "b", "--expires_after=60"],
    ])
    func `both spellings of the flags are taken`(arguments: [String]) throws {
        let upload = try parse(FilesCommand.Upload.self, ["files", "upload", "--purpose", "fine-tune"] + arguments)
        #expect(upload.path ?? upload.file == "a")
        #expect(upload.fileName == "b")
        #expect(upload.expiresAfter == 60)
        #expect(upload.purpose == "fine-tune")
    }

    @Test func `a download goes on unless told otherwise`() throws {
        let plain = try parse(FilesCommand.Download.self, ["files", "download", "a"])
        #expect(!plain.noResume && plain.output == nil)
        let full = try parse(
            FilesCommand.Download.self, ["files", "download", "a", "-o", "b", "--no_resume", "--quiet"])
        #expect(full.noResume && full.output == "b" && full.speech.quiet)
    }

    // MARK: Names

    @Test func `a name that one file has is the file, several and none are errors that help`() throws {
        func file(_ id: FileID, _ time: Int) -> FileObject {
            var file = FileObject(id: id)
            file.createdAt = time
            file.bytes = 1_500
            return file
        }
        let argument = FileArgument(text: "a.txt")
        #expect(try argument.choose(among: [file("file-1", 1)]) == "file-1")
        let several = #expect(throws: CommandFailure.self) {
            try argument.choose(among: [file("file-1", 1), file("file-2", 2)])
        }
        #expect(several?.description.contains("2 files are named 'a.txt'") == true)
        #expect(several?.description.contains("\n  file-1  ") == true)
        #expect(several?.description.contains("\n  file-2  ") == true)
        #expect(several?.description.contains("1.5 kB") == true)
        let none = #expect(throws: CommandFailure.self) { try argument.choose(among: []) }
        #expect(none?.description == "There is no file named 'a.txt'. What there is: martlet files list.")
    }

    @Test(
        arguments: [
            ("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), ("a\\b.txt", "b.txt"), ("..", "file-1"), ("", "file-1"),
            ("/", "file-1"), ("a\u{1B}[2Jb", "a[2Jb"), ("日本 ü", "日本 ü"), ("a/", "a"), (nil, "file-1"),
        ] as [(String?, String)])
    func `a platform's name for a file leads to no other directory`(_ filename: String?, _ name: String) {
        #expect(FilesCommand.Download.name(filename, of: "file-1") == name)
    }

    @Test(arguments: [
        ("a.txt", "a.txt"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$(x)", "'$(x)'"), ("", "''"), ("ü", "'ü'"),
    ])
    func `a hint can be pasted into a shell`(_ word: String, _ quoted: String) {
        #expect(FilesCommand.Download.quoted(word) == quoted)
    }

    @Test func `a file's row`() {
        var file = FileObject(id: "file-1")
        #expect(FilesCommand.row(file) == ["file-1", "-", "-", "-", "-", "never"])
        file.filename = "a\nb.txt"
        file.bytes = 150_000_000
        file.purpose = .batch
        file.createdAt = 1_700_000_000
        file.expiresAfter = 60
        #expect(
            FilesCommand.row(file) == [
                "file-1", "a b.txt", "150.0 MB", "batch", LocalTime.text(1_700_000_000), LocalTime.text(1_700_000_060),
            ])
        file.expiresAt = 1_800_000_000
        #expect(FilesCommand.row(file).last == LocalTime.text(1_800_000_000))
    }
}
