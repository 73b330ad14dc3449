import MartletServer
import MartletStorage
import MartletTesting
import Testing

/// Where the store of a check is.
enum Place: String, CaseIterable, Sendable {
    case memory, file

    func withStore<Result>(_ body: (SQLiteStore) async throws -> Result) async throws -> Result {
        switch self {
        case .memory: return try await body(try SQLiteStore(path: nil))
        case .file:
            return try await withTemporaryDirectory { directory in
                let store = try SQLiteStore(path: directory + "/store.sqlite")
                let result = try await body(store)
                try store.close()
                return result
            }
        }
    }
}

struct StoreConformanceTests {
    @Test(arguments: ConformanceCheck.assistantStore, Place.allCases)
    func `assistants are kept`(_ check: ConformanceCheck<any AssistantStore>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }

    @Test(arguments: ConformanceCheck.threadStore, Place.allCases)
    func `threads are kept`(_ check: ConformanceCheck<any ThreadStore & RunStore>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }

    @Test(arguments: ConformanceCheck.runStore, Place.allCases)
    func `runs are kept`(_ check: ConformanceCheck<any ThreadStore & RunStore>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }

    @Test(arguments: ConformanceCheck.responseStore, Place.allCases)
    func `responses are kept`(_ check: ConformanceCheck<any ResponseStore>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }

    @Test(arguments: ConformanceCheck.keyStore, Place.allCases)
    func `keys are kept`(_ check: ConformanceCheck<any KeyStore>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }

    @Test(arguments: ConformanceCheck.vectorDatabase, Place.allCases)
    func `vectors are kept`(_ check: ConformanceCheck<any VectorDatabase>, _ place: Place) async throws {
        try await place.withStore { try await check.run(SQLiteVectorDatabase($0, threads: 2)) }
    }

    @Test(arguments: ConformanceCheck.vectorStoreCatalog, Place.allCases)
    func `vector stores are kept`(_ check: ConformanceCheck<any VectorStoreCatalog>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }

    @Test(arguments: ConformanceCheck.fileStore, Place.allCases)
    func `files are kept`(_ check: ConformanceCheck<any FileStore>, _ place: Place) async throws {
        try await place.withStore { try await check.run($0) }
    }
}
