import Logging
import ServiceLifecycle

/// Deletes what nobody can have any more: files whose time is over, and what a crash left behind.
struct FileJanitor: Service {
    let service: FileService
    let logger: Logger
    /// How often is looked for files whose time is over. They are not found from that time on, so there is no hurry.
    var interval: Duration = .seconds(30)

    /// Deletes blobs that were begun and not finished, and those that no row knows. To be called before anything is
    /// uploaded: a blob whose row is still to come is one of them.
    func deleteLeftovers() async {
        do {
            try await service.blobs.deleteAll(except: try await service.files.fileBlobs())
        } catch {
            // They only take room. The next start tries again.
            logger.error("What an earlier platform left of files cannot be deleted", metadata: ["error": "\(error)"])
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await service.deleteExpired()
                } catch {
                    logger.error("Files whose time is over cannot be deleted", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}
