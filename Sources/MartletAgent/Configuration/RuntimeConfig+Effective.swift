package import Logging

extension RuntimeConfig {
    /// Whether HTTP traffic is captured: ``captureHTTPTraffic`` where it says something, else whether any switch that
    /// needs it is on.
    public var capturesHTTPTraffic: Bool {
        captureHTTPTraffic
            ?? (logHTTPRequests || logHTTPResponses || saveHTTPTrafficToFile || debugSaveRequests
                || debugSaveResponses)
    }

    /// Whether the text of a stream is printed.
    ///
    /// - Parameter displayStream: Whether the call asks for it.
    public func displaysStream(_ displayStream: Bool) -> Bool {
        displayStream && (displayStreamOutput ?? streamEnableProgress)
    }

    /// The level from which on is logged: ``enableDebug`` shows everything.
    package var effectiveLogLevel: Logger.Level { enableDebug ? .debug : logLevel.level }
}
