import class Foundation.ProcessInfo

extension MartletClient {
    /// Creates a client that takes what it is not told from the platform's documented environment variables.
    ///
    /// | platform | key | base URL |
    /// | --- | --- | --- |
    /// | `openAI` | `OPENAI_API_KEY` | `OPENAI_BASE_URL` |
    /// | `pixiGPT` | `PIXIGPT_API_KEY` | `PIXIGPT_BASE_URL` |
    /// | `gravixLayer` | `GRAVIXLAYER_API_KEY` | `GRAVIXLAYER_BASE_URL` |
    /// | `ollama` | `OLLAMA_API_KEY` | `OLLAMA_HOST` |
    /// | `dashScope` | `DASHSCOPE_API_KEY` | `DASHSCOPE_BASE_URL` |
    /// | `local` | `MARTLET_API_KEY` | `MARTLET_BASE_URL` |
    ///
    /// `openAI` also reads `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`. A variable that is empty counts as not set.
    ///
    /// - Parameters:
    ///   - platform: Where to send requests, and how patiently.
    ///   - baseURL: Instead of the environment's and the platform's own.
    ///   - environment: The variables. Default the process's own.
    /// - Throws: ``MartletError/Code/invalidConfiguration`` when the platform needs a key and there is none, or when the
    ///   base URL is none.
    public init(
        platform: Platform,
        baseURL: String? = nil,
        options: RequestOptions = RequestOptions(),
        configuration: ClientConfiguration = ClientConfiguration(),
        environment: [String: String]? = nil
    ) throws(MartletError) {
        let environment = environment ?? ProcessInfo.processInfo.environment
        func value(_ names: [String]) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let keys = platform.environment
        let credentials = Credentials(
            apiKey: value(keys.apiKey),
            baseURL: baseURL ?? value(keys.baseURL).map(Self.completed),
            organization: keys.organization.flatMap { value([$0]) },
            project: keys.project.flatMap { value([$0]) })
        self.init(
            core: try ClientCore(platform: platform, credentials: credentials, configuration: configuration),
            options: options)
    }

    /// `OLLAMA_HOST` is also an address to listen on: it may have no scheme, and may name every interface.
    private static func completed(_ url: String) -> String {
        if url.contains("://") { return url }
        let host = url.hasPrefix("0.0.0.0") ? "127.0.0.1" + url.dropFirst(7) : url
        return "http://" + host
    }
}
