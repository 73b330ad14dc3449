import MartletAPI

extension ModelConfig: CustomStringConvertible, CustomReflectable {
    /// Model and base URL; neither the key nor headers, which may hold one.
    public var description: String {
        "ModelConfig(\(model?.rawValue ?? "no model"), \(TrafficRedactor.shown(url: apiBaseURL)))"
    }

    // The default, and `dump`, would show the key.
    public var customMirror: Mirror {
        Mirror(self, children: ["description": description], displayStyle: .struct)
    }
}
