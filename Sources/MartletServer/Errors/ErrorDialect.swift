import MartletAPI

/// The form of an error body, which the platforms disagree about.
enum ErrorDialect {
    /// OpenAI, PixiGPT: `{"error":{"message","type","param","code"}}`.
    case openAI
    /// GravixLayer: `{"error":"message","code":"…"}`; its command line looks for words in `error`.
    case gravixLayer

    /// GravixLayer's clients are told by their paths, which nobody else uses.
    init(path: String) {
        let services = ["/v1/inference/", "/v1/vectors", "/v1/agents", "/v1/deployments", "/v1/accelerators"]
        self = services.contains { path.hasPrefix($0) } ? .gravixLayer : .openAI
    }

    func body(of error: ErrorBody) -> [UInt8] {
        var writer = JSONWriter()
        switch self {
        case .openAI: error.write(to: &writer)
        case .gravixLayer:
            writer.object { writer in
                writer.field("error", error.message)
                writer.field("code", error.code ?? error.type)
            }
        }
        return writer.bytes
    }
}
