extension FaultServer {
    /// Returns when the client has closed the connection that request `index` came on; waits for the request first.
    ///
    /// - Throws: ``FaultServerError``: ``FaultServerError/Code/timeout``, ``FaultServerError/Code/closedByServer`` when
    ///   the server closed first, ``FaultServerError/Code/shutDown``. `CancellationError` when the task is cancelled.
    public func waitForDisconnect(ofRequest index: Int, timeout: Duration = .seconds(10)) async throws {
        try await core.monitor.wait(
            timeout: timeout,
            orFail: { state in
                index < state.requestConnections.count
                    ? "the client has not closed the connection of request \(index)"
                    : "request \(index) has not arrived"
            },
            until: { try $0.isDisconnected(ofRequest: index) }
        )
    }

    /// Returns when at least `count` complete requests have arrived since the start.
    ///
    /// - Throws: ``FaultServerError``: ``FaultServerError/Code/timeout`` or ``FaultServerError/Code/shutDown``.
    ///   `CancellationError` when the task is cancelled.
    public func waitForRequests(_ count: Int, timeout: Duration = .seconds(10)) async throws {
        try await core.monitor.wait(
            timeout: timeout,
            orFail: { "\($0.requestConnections.count) of \(count) requests have arrived" },
            until: { state in
                if state.requestConnections.count >= count { return true }
                try state.checkRunning()
                return false
            }
        )
    }

    /// Returns when exactly `count` connections are open.
    ///
    /// - Throws: ``FaultServerError``: ``FaultServerError/Code/timeout`` or ``FaultServerError/Code/shutDown``.
    ///   `CancellationError` when the task is cancelled.
    public func waitForOpenConnections(_ count: Int, timeout: Duration = .seconds(10)) async throws {
        try await core.monitor.wait(
            timeout: timeout,
            orFail: { "\($0.channels.count) connections are open, not \(count)" },
            until: { state in
                if state.channels.count == count { return true }
                try state.checkRunning()
                return false
            }
        )
    }
}
