import NIOCore

/// What a ``FaultServer`` knows of its connections and requests. Pure bookkeeping; nothing here does I/O.
struct FaultServerState: Sendable {
    /// A connection's life.
    enum Connection {
        case open
        /// The server has decided to close; the socket is still there.
        case closing
        case closedByServer
        case closedByClient
    }

    /// How many requests ``requests`` keeps, the newest.
    let requestsKept: Int

    private(set) var requests = CircularBuffer<FaultRequest>()
    /// The connection of each request since the start.
    private(set) var requestConnections: [Int] = []
    private(set) var connections: [Connection] = []
    /// The sockets that are still there, by connection number.
    private(set) var channels: [Int: any Channel] = [:]
    /// The connections whose task has not ended.
    private(set) var runningTasks = 0
    private(set) var isShutDown = false

    init(requestsKept: Int) {
        self.requestsKept = requestsKept
    }

    /// A connection was accepted. Its number, or `nil` when the server is shut down and it must be closed.
    mutating func accepted(_ channel: any Channel) -> Int? {
        if isShutDown { return nil }
        let number = connections.count
        connections.append(.open)
        channels[number] = channel
        runningTasks += 1
        return number
    }

    /// A request is complete.
    mutating func received(_ request: FaultRequestParser.Request, on connection: Int) -> FaultRequest {
        let request = FaultRequest(
            index: requestConnections.count,
            connection: connection,
            method: request.method,
            path: request.path,
            version: request.version,
            headers: zip(request.names, request.values).map { (name: $0, value: $1) },
            body: request.body,
            receivedAt: .now
        )
        requestConnections.append(connection)
        if requestsKept > 0 {
            if requests.count == requestsKept { requests.removeFirst() }
            requests.append(request)
        }
        return request
    }

    /// The server is about to close the connection.
    mutating func closing(_ connection: Int) {
        if connections[connection] == .open { connections[connection] = .closing }
    }

    /// The connection's socket is gone.
    mutating func closed(_ connection: Int) {
        connections[connection] = connections[connection] == .open ? .closedByClient : .closedByServer
        channels.removeValue(forKey: connection)
    }

    /// The connection's task is over.
    mutating func taskEnded() {
        runningTasks -= 1
    }

    /// No further connection is accepted. The sockets to close.
    mutating func shutDown() -> [any Channel] {
        isShutDown = true
        for number in channels.keys {
            closing(number)
        }
        return Array(channels.values)
    }

    /// Whether the client closed the connection of request `index`.
    ///
    /// - Throws: ``FaultServerError`` when that can no longer happen.
    func isDisconnected(ofRequest index: Int) throws -> Bool {
        if index < requestConnections.count {
            switch connections[requestConnections[index]] {
            case .closedByClient:
                return true
            case .closing, .closedByServer:
                if isShutDown { break }
                throw FaultServerError(.closedByServer, "the server closed the connection of request \(index) itself")
            case .open:
                return false
            }
        }
        try checkRunning()
        return false
    }

    /// - Throws: ``FaultServerError/Code/shutDown`` once nothing can change any more.
    func checkRunning() throws {
        if isShutDown { throw FaultServerError(.shutDown, "the server is shut down") }
    }
}
