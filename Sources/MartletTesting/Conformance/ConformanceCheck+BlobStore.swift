import MartletAPI
public import MartletServer
import NIOCore

extension ConformanceCheck where Port == any BlobStore {
    private struct Stop: Error {}

    /// Three megabytes and a bit, which is more than any piece.
    private static let large = ByteBuffer(bytes: (0..<3_200_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })

    private static func put(_ pieces: String..., as id: BlobID, in store: any BlobStore) async throws {
        try await store.write(id) { writer in
            for piece in pieces { try await writer.write(ByteBuffer(string: piece)) }
        }
    }

    private static func text(
        _ id: BlobID, _ range: Range<Int>? = nil, in store: any BlobStore
    ) async throws -> String? {
        guard let pieces = try await store.read(id, range: range) else { return nil }
        var contents = ByteBuffer()
        for try await piece in pieces { contents.writeImmutableBuffer(piece) }
        return String(buffer: contents)
    }

    /// What every ``BlobStore`` has to do. The identifiers are such as the platform makes: `blob_`, letters and digits.
    public static let blobStore = [
        ConformanceCheck("A blob comes back as it was written, piece by piece") { store in
            try await put("Hello, ", "", "world", as: "blob_a", in: store)
            try await put(as: "blob_empty", in: store)
            try expectEqual(try await text("blob_a", in: store), "Hello, world", "the blob")
            try expectEqual(try await text("blob_a", in: store), "Hello, world", "the blob, once more")
            try expectEqual(try await text("blob_empty", in: store), "", "the empty blob")
            try expectEqual(try await text("blob_none", in: store), nil, "a blob that there is not")
        },
        ConformanceCheck("The writer's result is handed on") { store in
            try expectEqual(try await store.write("blob_a") { _ in 42 }, 42, "the result")
        },
        ConformanceCheck("A large blob comes back whole, and in bounded pieces") { store in
            try await store.write("blob_a") { try await $0.write(large) }
            guard let pieces = try await store.read("blob_a", range: nil) else {
                throw ConformanceError(description: "the blob is missing")
            }
            var contents = ByteBuffer()
            for try await piece in pieces {
                try expectEqual(piece.readableBytes <= 1 << 20, true, "whether a piece is at most a MiB")
                contents.writeImmutableBuffer(piece)
            }
            try expectEqual(contents == large, true, "whether the bytes are the same")
        },
        ConformanceCheck("Any range of a blob can be read") { store in
            try await put("0123456789", as: "blob_a", in: store)
            try expectEqual(try await text("blob_a", 0..<1, in: store), "0", "the first byte")
            try expectEqual(try await text("blob_a", 3..<7, in: store), "3456", "some bytes")
            try expectEqual(try await text("blob_a", 9..<10, in: store), "9", "the last byte")
            try expectEqual(try await text("blob_a", 4..<4, in: store), "", "no byte")
            try await expectThrows("A range beyond the end") { _ = try await text("blob_a", 5..<11, in: store) }
        },
        ConformanceCheck("Of a blob whose writer throws nothing stays") { store in
            try await expectThrows("The write") {
                try await store.write("blob_a") { writer in
                    try await writer.write(ByteBuffer(string: "half"))
                    throw Stop()
                }
            }
            try expectEqual(try await text("blob_a", in: store), nil, "the blob")
            try await put("whole", as: "blob_a", in: store)
            try expectEqual(try await text("blob_a", in: store), "whole", "the blob that is written then")
        },
        ConformanceCheck("A blob is not there before it is complete") { store in
            try await store.write("blob_a") { writer in
                try await writer.write(ByteBuffer(string: "half"))
                try expectEqual(try await text("blob_a", in: store), nil, "the blob that is being written")
            }
            try expectEqual(try await text("blob_a", in: store), "half", "the blob")
        },
        ConformanceCheck("A blob that is deleted is gone, also for the second time") { store in
            try await put("a", as: "blob_a", in: store)
            try await store.delete("blob_a")
            try await store.delete("blob_a")
            try expectEqual(try await text("blob_a", in: store), nil, "the blob")
        },
        ConformanceCheck("Who has begun to read a blob reads it to the end, though it is deleted meanwhile") { store in
            try await store.write("blob_a") { try await $0.write(large) }
            guard let pieces = try await store.read("blob_a", range: nil) else {
                throw ConformanceError(description: "the blob is missing")
            }
            try await store.delete("blob_a")
            var count = 0
            for try await piece in pieces { count += piece.readableBytes }
            try expectEqual(count, large.readableBytes, "how many bytes came")
        },
        ConformanceCheck("All but the known blobs can be deleted") { store in
            for id in ["blob_a", "blob_b", "blob_c"] as [BlobID] { try await put("x", as: id, in: store) }
            try await store.deleteAll(except: ["blob_b", "blob_gone"])
            try expectEqual(try await text("blob_a", in: store), nil, "one that is not known")
            try expectEqual(try await text("blob_b", in: store), "x", "one that is")
            try expectEqual(try await text("blob_c", in: store), nil, "another that is not")
        },
        ConformanceCheck("Contents up to a limit can be had at once") { store in
            try await put("12345", as: "blob_a", in: store)
            let contents = try await store.contents(of: "blob_a", upTo: 5)
            try expectEqual(contents.map { String(buffer: $0) }, "12345", "the contents")
            try await expectThrows("A limit that is too low") { _ = try await store.contents(of: "blob_a", upTo: 4) }
            try expectEqual(try await store.contents(of: "blob_none", upTo: 4), nil, "contents that there are not")
        },
    ]
}
