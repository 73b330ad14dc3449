extension Bell {
    /// Hands out work until the bell is closed, and waits for the end of what was handed out.
    ///
    /// - Parameters:
    ///   - limit: How much is worked on at the same time.
    ///   - claim: Takes what is next; nil when there is nothing.
    ///   - work: Does it. Its end rings the bell: there may be more.
    func dispatch<Claim: Sendable>(
        atMost limit: Int, claim: () async -> Claim?, work: @escaping @Sendable (Claim) async -> Void
    ) async {
        await withDiscardingTaskGroup { group in
            let places = Places(limit)
            for await _ in rings {
                while !isClosed, places.take() {
                    guard let claim = await claim() else {
                        places.giveBack()
                        break
                    }
                    group.addTask {
                        await work(claim)
                        places.giveBack()
                        self.ring()
                    }
                }
            }
        }
    }

    /// Tries something until it is done, the bell is closed or the task is cancelled: after 200 ms, then after twice as long
    /// each time, 30 seconds at most.
    func insist(_ isDone: () async -> Bool) async {
        var wait = Duration.milliseconds(200)
        while await !isDone(), !isClosed, !Task.isCancelled {
            try? await Task.sleep(for: wait)
            wait = min(wait * 2, .seconds(30))
        }
    }
}
