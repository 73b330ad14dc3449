import NIOCore

/// Reads a file's bytes; when the connection breaks it asks for the rest, never for what it has delivered.
struct DownloadReader {
    typealias Connect = @Sendable (_ offset: Int, _ validator: String?) async throws -> OpenedDownload

    /// What happens when the rest cannot be had: the file is another one now, or cannot be asked for in parts.
    enum Restart: Sendable {
        /// The download ends with an error.
        case fails
        /// It begins anew, with the first byte.
        case begins
    }

    private let connect: Connect
    private let policy: RetryPolicy
    private let restart: Restart
    private var current: OpenedDownload
    private var body: ResponseBody.Iterator
    /// The next byte to be delivered.
    private(set) var position: Int
    /// What is still to be passed over: a platform that knows no ranges sends the file from its beginning.
    private var skip = 0
    /// How often in a row the connection broke with nothing won.
    private var breaks = 0

    init(_ opened: OpenedDownload, policy: RetryPolicy, restart: Restart, connect: @escaping Connect) {
        current = opened
        body = opened.body.makeAsyncIterator()
        position = opened.start
        self.policy = policy
        self.restart = restart
        self.connect = connect
    }

    var total: Int? { current.total }
    var validator: String? { current.validator }
    var metadata: ResponseMetadata { current.metadata }

    /// The next bytes and where they belong; an offset of 0 after others means that the download begins anew.
    mutating func next() async throws -> (offset: Int, bytes: ByteBuffer)? {
        while true {
            do {
                guard var piece = try await body.next() else {
                    try Task.checkCancellation()
                    guard skip == 0, position >= total ?? 0 else {
                        throw MartletError(
                            .truncated, "The download ended after \(position) of \(total ?? 0) bytes.")
                    }
                    return nil
                }
                if skip > 0 {
                    let passed = min(skip, piece.readableBytes)
                    piece.moveReaderIndex(forwardBy: passed)
                    skip -= passed
                }
                guard piece.readableBytes > 0 else { continue }
                if let total, position + piece.readableBytes > total {
                    throw MartletError(.decoding, "The platform sent more than the \(total) bytes that it announced.")
                }
                defer { position += piece.readableBytes }
                if current.validator != nil { breaks = 0 }
                return (position, piece)
            } catch let error as CancellationError {
                throw error
            } catch {
                if Task.isCancelled { throw CancellationError() }
                try await reconnect(after: error)
            }
        }
    }

    /// - Throws: `error` when there is nothing to be done about it.
    private mutating func reconnect(after error: any Error) async throws {
        var failure = MartletError(error, redactor: Redactor(secrets: []))
        failure.attempts = max(failure.attempts, breaks + 1)
        guard [.connection, .idleTimeout, .attemptTimeout, .truncated].contains(failure.code) else { throw failure }
        // Nothing names these very bytes, so that what comes next time may not be the rest of them.
        guard position == 0 || validator != nil || restart == .begins else { throw failure }
        breaks += 1
        // To the policy all of these are a connection that broke.
        let broken = MartletError(.connection, failure.message)
        guard
            let delay = policy.delay(
                after: broken, attempt: breaks, isIdempotent: true, random: Double.random(in: 0..<1))
        else { throw failure }
        try await ContinuousClock().sleep(for: delay)
        let wanted = validator
        let opened = try await connect(wanted == nil ? 0 : position, wanted)
        if opened.start == position {
            skip = 0
        } else if wanted != nil, opened.validator == wanted {
            skip = position
        } else if restart == .begins {
            position = 0
            skip = 0
        } else {
            throw MartletError(
                .conflict, "The file changed on the platform while it was downloaded. Begin the download anew.")
        }
        current = opened
        body = opened.body.makeAsyncIterator()
    }
}
