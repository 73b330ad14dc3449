public import MartletServer
import MartletVectors
public import NIOCore
import NIOPosix
import Synchronization

/// Keeps vector indexes in SQLite, and searches them in memory.
///
/// The database is the truth. What is in memory is read from it when an index is searched for the first time, and every
/// commit is made there too before anybody is told of it.
public final class SQLiteVectorDatabase: VectorDatabase {
    let store: SQLiteStore
    let loaded: LoadedIndexes
    let threads: NIOThreadPool
    let threadCount: Int
    private let idleTime: Duration
    /// How many searches are under way that have threads of their own.
    let searches = Atomic(0)

    /// Creates the database's part for vectors.
    ///
    /// - Parameters:
    ///   - memoryLimit: The most memory that indexes take together, in bytes. Default 1 GiB.
    ///   - idleTime: How long an index may lie unused in memory. Default 10 minutes.
    ///   - threads: How many threads search. Default as many as there are processors.
    public init(
        _ store: SQLiteStore, memoryLimit: Int = 1 << 30, idleTime: Duration = .seconds(600),
        threads: Int = System.coreCount
    ) {
        self.store = store
        self.idleTime = idleTime
        loaded = LoadedIndexes(limit: memoryLimit)
        threadCount = threads
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    public func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: min(.seconds(30), idleTime))
            loaded.letGo(unusedFor: idleTime)
        }
    }
}
