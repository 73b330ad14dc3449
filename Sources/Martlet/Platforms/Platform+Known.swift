extension Platform {
    /// OpenAI. Reads `OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`.
    public static let openAI = Platform(
        name: "openai",
        baseURL: "https://api.openai.com/v1",
        environment: Environment(
            apiKey: ["OPENAI_API_KEY"], baseURL: ["OPENAI_BASE_URL"], organization: "OPENAI_ORG_ID",
            project: "OPENAI_PROJECT_ID"),
        requiresAPIKey: true
    ).with { $0.splitsReasoning = false }

    /// PixiGPT. Reads `PIXIGPT_API_KEY` and `PIXIGPT_BASE_URL`.
    ///
    /// 30 s per attempt as its own clients have; set `timeout` higher where the model thinks. 3 retries after 0.1, 0.2
    /// and 0.4 s: every 5xx, and 413 and 429 when the server says how long to wait.
    public static let pixiGPT = Platform(
        name: "pixigpt",
        baseURL: "https://pixigpt.com/v1",
        environment: Environment(apiKey: ["PIXIGPT_API_KEY"], baseURL: ["PIXIGPT_BASE_URL"]),
        requiresAPIKey: true,
        timeouts: Timeouts(attempt: .seconds(30)),
        retryPolicy: RetryPolicy(
            maxRetries: 3, initialDelay: .milliseconds(100), maximumDelay: .seconds(120), jitter: 0,
            statuses: [413, 429, .serverErrors], statusesNeedingRetryAfter: [413, 429]))

    /// GravixLayer. Reads `GRAVIXLAYER_API_KEY` and `GRAVIXLAYER_BASE_URL`.
    ///
    /// 60 s per attempt; 3 retries of 429, 502, 503 and 504 after 1, 2 and 4 s.
    public static let gravixLayer = Platform(
        name: "gravixlayer",
        baseURL: "https://api.gravixlayer.com/v1/inference",
        urlStyle: .services,
        environment: Environment(apiKey: ["GRAVIXLAYER_API_KEY"], baseURL: ["GRAVIXLAYER_BASE_URL"]),
        requiresAPIKey: true,
        timeouts: Timeouts(attempt: .seconds(60)),
        retryPolicy: RetryPolicy(
            maxRetries: 3, initialDelay: .seconds(1), maximumDelay: .seconds(120), jitter: 0,
            statuses: [429, 502, 503, 504])
    ).with {
        $0.sendsStreamFalse = true
        $0.hasNoMemoryDefaults = true
        $0.sendsPlainExpiry = true
        $0.maximumFileBytes = 200 << 20
        $0.servesFileDownloads = true
    }

    /// Ollama on this machine. Reads `OLLAMA_HOST`, which may be `host:port`.
    public static let ollama = Platform(
        name: "ollama",
        baseURL: "http://127.0.0.1:11434/v1",
        environment: Environment(apiKey: ["OLLAMA_API_KEY"], baseURL: ["OLLAMA_HOST"]))

    /// Alibaba's DashScope in OpenAI's dialect. Reads `DASHSCOPE_API_KEY` and `DASHSCOPE_BASE_URL`.
    public static let dashScope = Platform(
        name: "dashscope",
        baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1",
        environment: Environment(apiKey: ["DASHSCOPE_API_KEY"], baseURL: ["DASHSCOPE_BASE_URL"]),
        requiresAPIKey: true
    ).with { $0.needsThinkingOffWithoutStream = true }

    /// The port that `martlet serve` listens on unless told otherwise.
    public static let localPort = 8484

    /// `martlet serve` on this machine. Reads `MARTLET_API_KEY` and `MARTLET_BASE_URL`.
    public static let local = Platform(
        name: "martlet",
        baseURL: "http://127.0.0.1:\(localPort)/v1",
        environment: Environment(apiKey: ["MARTLET_API_KEY"], baseURL: ["MARTLET_BASE_URL"])
    ).with {
        // It takes OpenAI's form too, but that only from an hour to 30 days.
        $0.sendsPlainExpiry = true
        $0.servesFileDownloads = true
    }

    /// Any other server that speaks OpenAI's dialect: vLLM, llama.cpp, LM Studio, a proxy.
    ///
    /// - Parameter baseURL: With the version, such as `http://localhost:8000/v1`; one without any path gets `/v1`.
    public static func custom(_ baseURL: String) -> Platform {
        Platform(name: "openai_compatible", baseURL: baseURL).with {
            // Its international host is another one, and no host but its own bears the name.
            $0.needsThinkingOffWithoutStream = baseURL.contains("//dashscope")
        }
    }

    private func with(_ change: (inout Quirks) -> Void) -> Platform {
        var changed = self
        change(&changed.quirks)
        return changed
    }

    /// The platforms with a name, as the command line offers them.
    public static let named: [String: Platform] = [
        "openai": .openAI, "pixigpt": .pixiGPT, "gravixlayer": .gravixLayer, "ollama": .ollama,
        "dashscope": .dashScope, "local": .local,
    ]
}
