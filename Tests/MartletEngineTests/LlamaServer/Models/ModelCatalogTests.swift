import Foundation
import Logging
import Testing

@testable import MartletEngine

@Suite struct ModelCatalogTests {
    @Test func `the models of a directory are listed by name`() async throws {
        try await withTemporaryDirectory { directory in
            try write(GGUFBuilder.embedding.bytes, to: "\(directory)/b.gguf")
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/a.gguf")
            try write([1, 2, 3], to: "\(directory)/readme.txt")
            try FileManager.default.createDirectory(
                atPath: "\(directory)/folder.gguf", withIntermediateDirectories: false)
            let before = Date()
            let catalog = ModelCatalog(directory: directory, logger: silent)
            let models = catalog.models()
            #expect(models.map(\.id) == ["a", "b"])
            #expect(models.map(\.kind) == [.chat, .embedding])
            #expect(models.map(\.contextLength) == [8192, 512])
            #expect(models.map(\.path) == ["\(directory)/a.gguf", "\(directory)/b.gguf"])
            #expect(models[0].bytes == UInt64(GGUFBuilder.chat.bytes.count))
            #expect(abs(models[0].modified.timeIntervalSince(before)) < 60)
            #expect(catalog.model("a") == models[0])
            #expect(catalog.model("c") == nil)
        }
    }

    @Test func `a directory that isn't there has no models until it is`() async throws {
        try await withTemporaryDirectory { parent in
            let directory = "\(parent)/models"
            let catalog = ModelCatalog(directory: directory, logger: silent)
            #expect(catalog.models().isEmpty)
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/a.gguf")
            #expect(catalog.models().map(\.id) == ["a"])
        }
    }

    @Test func `files that come, change and go are noticed at the next look`() async throws {
        try await withTemporaryDirectory { directory in
            let catalog = ModelCatalog(directory: directory, logger: silent)
            #expect(catalog.models().isEmpty)
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/a.gguf")
            #expect(catalog.models().map(\.id) == ["a"])
            try write(GGUFBuilder.embedding.bytes, to: "\(directory)/b.gguf")
            #expect(catalog.models().map(\.id) == ["a", "b"])
            try FileManager.default.removeItem(atPath: "\(directory)/a.gguf")
            #expect(catalog.models().map(\.id) == ["b"])
        }
    }

    @Test func `a file that is still being copied is served once it is complete`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/a.gguf"
            let bytes = GGUFBuilder.chat.bytes
            try write(Array(bytes.prefix(100)), to: path)
            // Old enough that the directory alone gives no reason to look again.
            try setAge(of: [path, directory], seconds: 3_600)
            let catalog = ModelCatalog(directory: directory, logger: silent)
            #expect(catalog.models().isEmpty)
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data(bytes.dropFirst(100)))
            try file.close()
            try setAge(of: [directory], seconds: 3_600)
            #expect(catalog.models().map(\.id) == ["a"])
        }
    }

    @Test func `a file that can't be read is left out with one warning, the others are served`() async throws {
        try await withTemporaryDirectory { directory in
            let (logger, records) = RecordingLogHandler.make()
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/good.gguf")
            try write(Array("not a model".utf8), to: "\(directory)/bad.gguf")
            let catalog = ModelCatalog(directory: directory, logger: logger)
            #expect(catalog.models().map(\.id) == ["good"])
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/other.gguf")
            #expect(catalog.models().map(\.id) == ["good", "other"])
            #expect(records.warnings.count == 1)
            #expect(records.warnings.first?.contains("bad.gguf") == true)
        }
    }

    @Test func `the parts of a split model count once, and only together`() async throws {
        try await withTemporaryDirectory { directory in
            let first = GGUFBuilder.chat.bytes
            try write(first, to: "\(directory)/big-00001-of-00002.gguf")
            try write(GGUFBuilder().bytes, to: "\(directory)/lonely-00002-of-00002.gguf")
            let catalog = ModelCatalog(directory: directory, logger: silent)
            #expect(catalog.models().isEmpty)
            try write([1, 2, 3], to: "\(directory)/big-00002-of-00002.gguf")
            let models = catalog.models()
            #expect(models.map(\.id) == ["big"])
            #expect(models.first?.path == "\(directory)/big-00001-of-00002.gguf")
            #expect(models.first?.bytes == UInt64(first.count + 3))
        }
    }

    @Test func `projectors are remembered, not served`() async throws {
        try await withTemporaryDirectory { directory in
            let projector = GGUFBuilder.bare(architecture: "clip").bytes
            try write(projector, to: "\(directory)/mmproj-a.gguf")
            try write(projector, to: "\(directory)/b.mmproj.gguf")
            try write(projector, to: "\(directory)/mmproj-model-f16.gguf")
            for id in ["a", "b", "c"] { try write(GGUFBuilder.chat.bytes, to: "\(directory)/\(id).gguf") }
            let catalog = ModelCatalog(directory: directory, logger: silent)
            #expect(catalog.models().map(\.id) == ["a", "b", "c"])
            #expect(
                catalog.models().map(\.projectorPath)
                    == ["\(directory)/mmproj-a.gguf", "\(directory)/b.mmproj.gguf", nil])
            #expect(catalog.projectors().keys.sorted() == ["b.mmproj", "mmproj-a", "mmproj-model-f16"])
        }
    }

    private func setAge(of paths: [String], seconds: Double) throws {
        for path in paths {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: path)
        }
    }
}
