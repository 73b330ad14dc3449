import Logging
import MartletAPI
import ServiceLifecycle

/// A bounded pool of workers that read the files of vector stores, and delete what was deleted.
///
/// What is to be done stands in rows: what is in progress when the platform ends is done again when it is there again.
struct VectorStoreWorkers: Service {
    let stores: VectorStorePorts
    let indexer: VectorStoreIndexer
    let bell: Bell
    let underway = FilesUnderway()
    let limit: Int
    let clock: WallClock
    let logger: Logger
    /// How often is looked for work when nobody rang: for what expires.
    var interval: Duration = .seconds(30)

    func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            stop()
        }
    }

    /// Stops the workers. What is half done is done again the next time.
    func stop() { bell.close() }

    private func work() async {
        await detachDeleted()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !bell.isClosed, !Task.isCancelled {
                    try? await Task.sleep(for: interval)
                    bell.ring()
                }
            }
            await dispatch()
            group.cancelAll()
        }
    }

    /// Hands out work until the bell is closed.
    private func dispatch() async {
        await withDiscardingTaskGroup { group in
            let places = Places(limit)
            for await _ in bell.rings {
                if bell.isClosed { break }
                await remove()
                for file in await waiting() {
                    guard !bell.isClosed, places.take() else { break }
                    underway.begin(file)
                    group.addTask {
                        await work(on: file)
                        underway.end(file)
                        places.giveBack()
                        bell.ring()
                    }
                }
            }
            // They stop at their next wait.
            group.cancelAll()
        }
    }

    /// What is to be done and nobody does.
    private func waiting() async -> [StoredVectorStoreFile] {
        do {
            let work = try await stores.catalog.vectorStoreWork(limit: limit + underway.count)
            return work.filter { !underway.contains($0) }
        } catch {
            logger.error("The files of vector stores cannot be looked up", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func work(on file: StoredVectorStoreFile) async {
        do {
            try await indexer.work(on: file)
        } catch is CancellationError {
            // The platform stops.
        } catch {
            guard !Task.isCancelled else { return }
            logger.error(
                "A file of a vector store cannot be worked on",
                metadata: ["file": "\(file.id)", "store": "\(file.storeID)", "error": "\(error)"])
            // It is work again at once, and what is in its way is there still.
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// Deletes the hidden indexes of what was deleted or has expired, once nobody works on a file of theirs.
    private func remove() async {
        do {
            for removal in try await stores.catalog.vectorStoreRemovals(now: clock.now()) {
                guard !underway.contains(removal.id) else { continue }
                _ = try await stores.vectors.deleteVectorIndex(
                    VectorIndexID(rawValue: removal.id.rawValue), of: removal.owner)
                try await stores.catalog.finishDeleting(removal)
            }
        } catch {
            logger.error("A vector store cannot be removed", metadata: ["error": "\(error)"])
        }
    }

    /// Detaches the files that are deleted, but were still attached when the platform ended.
    private func detachDeleted() async {
        do {
            for attached in try await stores.catalog.attachedFiles()
            where try await stores.files.file(attached.id, of: attached.owner) == nil {
                _ = try await stores.catalog.detachFile(attached.id, of: attached.owner)
            }
        } catch {
            logger.error("Deleted files cannot be detached", metadata: ["error": "\(error)"])
        }
    }
}
