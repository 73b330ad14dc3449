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
        func url(_ names: [String]) -> String? {
            names.lazy.compactMap { name in
                environment[name].flatMap { $0.isEmpty ? nil : name == "OLLAMA_HOST" ? Self.ollamaURL($0) : $0 }
            }.first
        }
        let keys = platform.environment
        let credentials = Credentials(
            apiKey: value(keys.apiKey),
            baseURL: baseURL ?? url(keys.baseURL),
            organization: keys.organization.flatMap { value([$0]) },
            project: keys.project.flatMap { value([$0]) })
        self.init(
            core: try ClientCore(platform: platform, credentials: credentials, configuration: configuration),
            options: options)
    }

    /// `OLLAMA_HOST` is also an address to listen on: it may have no scheme, no host or no port, and may name every
    /// interface. Ollama: "host, port = "127.0.0.1", defaultPort", where the port is 11434 unless there is a scheme.
    ///
    /// Only this variable is completed: elsewhere a URL without a scheme is a mistake, and a guess could send the key
    /// unencrypted.
    private static func ollamaURL(_ text: String) -> String {
        if text.contains("://") { return text }
        let path = text.drop { $0 != "/" }
        var host = text.prefix { $0 != "/" }
        var port: Substring = "11434"
        if let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().allSatisfy(\.isNumber),
            host.hasPrefix("[") ? host[..<colon].hasSuffix("]") : host.firstIndex(of: ":") == colon
        {
            if host.index(after: colon) < host.endIndex { port = host[colon...].dropFirst() }
            host = host[..<colon]
        }
        if host.isEmpty || host == "0.0.0.0" { host = "127.0.0.1" }
        if host == "[::]" || host == "::" { host = "[::1]" }
        if host.contains(":"), !host.hasPrefix("[") { host = "[\(host)]" }
        return "http://\(host):\(port)\(path)"
    }
}
