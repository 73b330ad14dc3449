/// One thing that can be configured.
struct Setting: Sendable {
    /// Its key in `martlet.yaml`; in the environment it is `MARTLET_` and the key in capitals.
    let key: String
    /// What holds when nothing else says so; nil for nothing.
    let fallback: String?
    /// What it means.
    let help: String
    /// Whether its value must not be shown.
    var isSecret = false

    var environmentName: String { "MARTLET_" + key.uppercased() }
}

extension Setting {
    static let home = Setting(
        key: "home", fallback: nil,
        help: "The data directory. Default $XDG_DATA_HOME/martlet or ~/.local/share/martlet.")
    static let host = Setting(key: "host", fallback: "127.0.0.1", help: "The address to listen on.")
    static let port = Setting(key: "port", fallback: "8484", help: "The port to listen on; 0 for any that is free.")
    static let models = Setting(
        key: "models", fallback: nil, help: "The models directory. Default models/ in the data directory.")
    static let model = Setting(key: "model", fallback: "smollm2", help: "The model of requests that name none.")
    static let embeddingModel = Setting(
        key: "embedding_model", fallback: nil,
        help: "The embedding model of requests that name none. Default the first there is.")
    static let moderationModel = Setting(
        key: "moderation_model", fallback: nil,
        help: "The chat model that moderates. Default none: texts are compared with labelled ones by their vectors.")
    static let upstream = Setting(
        key: "upstream", fallback: nil,
        help: "The base URL of a server that answers instead of a model of this machine.")
    static let upstreamKey = Setting(
        key: "upstream_api_key", fallback: nil, help: "The key for the upstream.", isSecret: true)
    static let apiKey = Setting(
        key: "api_key", fallback: nil, help: "The keys that clients may use, separated by commas.", isSecret: true)
    static let llamaServer = Setting(
        key: "llama_server", fallback: nil,
        help: "The llama-server to run. Default the one in PATH, then the installed one.")
    static let contextSize = Setting(
        key: "context_size", fallback: nil, help: "Tokens of context. Default the model's own, at most 8192.")
    static let parallel = Setting(
        key: "parallel", fallback: "4", help: "Answers that one model gives at the same time.")
    static let idleSeconds = Setting(
        key: "idle_seconds", fallback: "600", help: "Seconds after which an unused model is unloaded; 0 for never.")
    static let runWorkers = Setting(
        key: "run_workers", fallback: "4", help: "Runs of assistants that are answered at the same time.")
    static let serverTools = Setting(
        key: "server_tools", fallback: "calculator",
        help: "The tools that assistants may use, separated by commas: calculator, fetch; none for none.")
    static let fileBytes = Setting(
        key: "file_bytes", fallback: "209715200", help: "The largest file that may be uploaded, in bytes.")
    static let visionModel = Setting(
        key: "vision_model", fallback: nil, help: "The multimodal model that looks at images and videos.")
    static let allowPrivateURLs = Setting(
        key: "allow_private_urls", fallback: "false",
        help: "Whether media are fetched from this machine and its network too: true or false.")
    static let ocrLanguages = Setting(
        key: "ocr_languages", fallback: "eng", help: "The languages of texts in images, as Tesseract's: eng+deu.")
    static let tesseract = Setting(
        key: "tesseract", fallback: nil, help: "The tesseract to run. Default the one in PATH.")
    static let ffmpeg = Setting(key: "ffmpeg", fallback: nil, help: "The ffmpeg to run. Default the one in PATH.")
    static let logLevel = Setting(
        key: "log_level", fallback: "info", help: "trace, debug, info, notice, warning, error or critical.")

    static let all = [
        home, host, port, models, model, embeddingModel, moderationModel, upstream, upstreamKey, apiKey, llamaServer,
        contextSize, parallel, idleSeconds, runWorkers, serverTools, fileBytes, visionModel, allowPrivateURLs,
        ocrLanguages,
        tesseract, ffmpeg,
        logLevel,
    ]
}
