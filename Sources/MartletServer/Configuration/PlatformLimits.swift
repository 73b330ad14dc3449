/// What the platform allows; whatever is beyond answers with a clear 4xx.
public struct PlatformLimits: Hashable, Sendable {
    /// The largest body of a JSON request, in bytes. Default 10 MiB. Beyond: 413.
    public var requestBytes = 10 << 20
    /// The most messages of a conversation. Default 10,000. Beyond: 400.
    public var messages = 10_000
    /// The most choices of a request (`n`). Default 16. Beyond: 400.
    public var choices = 16
    /// The most texts of one request: prompts, inputs to embed, documents to sort. Default 2,048, as OpenAI's for
    /// embeddings. Beyond: 400.
    public var texts = 2_048
    /// The most requests that are answered or wait at the same time. Default 1,024. Beyond: 429.
    public var concurrentRequests = 1_024
    /// The largest image that is fetched or sent, in bytes. Default 20 MiB. Beyond: 413.
    public var imageBytes = 20 << 20
    /// What a video must be smaller than, in bytes. Default 10 MB, as PixiGPT's: "must be < 10 MB, checked with a HEAD
    /// request". From there on: 413.
    public var videoBytes = 10_000_000
    /// How long fetching one image or video may take, in seconds. Default 30. Beyond: 400.
    public var fetchSeconds = 30
    /// The largest page that the fetch tool reads, in bytes. Default 2 MiB.
    public var pageBytes = 2 << 20
    /// How many redirects are followed to an image or video. Default 5. Beyond: 400.
    public var fetchRedirects = 5
    /// How long the longer side of a picture for a model may be, in pixels. Default 1,280. Larger ones are made smaller.
    public var pictureSide = 1_280
    /// How many pictures of a video a model is shown. Default 8.
    public var videoFrames = 8
    /// The most tokens of what a model says about an image or a video. Default 1,024. It ends there.
    public var visionTokens = 1_024
    /// The most images and videos that are fetched and read at the same time. Default 16. Beyond: 429.
    public var concurrentMedia = 16
    /// The most images of one moderation in OpenAI's form. Default 8. Beyond: 400.
    public var moderationImages = 8
    /// How long fetching and reading all images of one moderation may take together, in seconds. Default 60. Beyond: 400.
    public var moderationSeconds = 60
    /// The longest text that may go with an image or video, in bytes. Default 64 KiB. Beyond: 400.
    public var promptBytes = 64 << 10
    /// The largest body of a request about vectors, in bytes. Default 64 MiB. Beyond: 413.
    public var vectorRequestBytes = 64 << 20
    /// The most vectors of one request. Default 10,000. Beyond: 400.
    public var vectorBatch = 10_000
    /// How long vectors may be. Default 4,096. Beyond: 400.
    public var vectorDimensions = 4_096
    /// The largest metadata of one vector or index, in bytes of JSON. Default 64 KiB. Beyond: 400.
    public var vectorMetadataBytes = 64 << 10
    /// The most objects of one page of a list. Default 1,000. Beyond: 400.
    public var listed = 1_000
    /// The largest file that may be uploaded, in bytes. Default 200 MiB, as GravixLayer's: "1 byte … 200 MiB
    /// (209 715 200)". Beyond: 413.
    public var fileBytes = 200 << 20
    /// How many runs are answered at the same time; the others wait. Default 4, as many answers as a model of this
    /// machine gives at the same time.
    public var runWorkers = 4
    /// How many runs of one account may wait or be answered. Default 10,000. Beyond: 429.
    public var unfinishedRuns = 10_000
    /// How many responses in the background are answered at the same time; the others wait. Default 4.
    public var responseWorkers = 4
    /// How many responses of one account may wait or be answered in the background. Default 10,000. Beyond: 429.
    public var unfinishedResponses = 10_000
    /// How many responses a response may continue, one behind the other. Default 1,000. Beyond: 400.
    public var responseHistory = 1_000
    /// How large the items of a conversation may be together that a response continues, in bytes of JSON. Default 32 MiB:
    /// no model reads as much. Beyond: 400.
    public var responseHistoryBytes = 32 << 20
    /// After how many days a response is deleted, counted from its creation. Default 30, as OpenAI's.
    public var responseDays = 30
    /// The largest file whose text a vector store reads, in bytes. Default 16 MiB. Larger ones fail.
    public var searchableFileBytes = 16 << 20
    /// The most files of a vector store. Default 10,000, as OpenAI's. Beyond: 400.
    public var vectorStoreFiles = 10_000
    /// How many files of vector stores are read at the same time; the others wait. Default 2.
    public var fileReaders = 2
    /// How long answers under way may take to end when the platform stops, in seconds. Default 30.
    public var shutdownSeconds = 30

    /// The documented defaults.
    public init() {}

    /// The largest body of a request that may hold an image or a video as a `data:` URL, in bytes: what the largest takes
    /// in base64, and as much as other requests have beside it. Beyond: 413.
    public var mediaRequestBytes: Int {
        let media = max(imageBytes, videoBytes).multipliedReportingOverflow(by: 4)
        let sum = media.partialValue.addingReportingOverflow(3 * (1 << 20))
        // Whoever sets such limits has none.
        return media.overflow || sum.overflow ? .max : max(requestBytes, sum.partialValue / 3)
    }

    /// The largest body of an upload, in bytes: the largest file, and a MiB for the form around it. Beyond: 413.
    public var uploadBytes: Int {
        let sum = fileBytes.addingReportingOverflow(1 << 20)
        return sum.overflow ? .max : sum.partialValue
    }

    /// The largest body of a request to a path, in bytes.
    func bodyBytes(path: String) -> Int {
        if path.hasPrefix("/v1/vectors/") { return vectorRequestBytes }
        if path.prefix(while: { $0 != "?" }).split(separator: "/") == ["v1", "files"] { return uploadBytes }
        let takesMedia = path.hasPrefix("/v1/vision/") || path.hasPrefix("/v1/moderations/media")
        return takesMedia ? mediaRequestBytes : requestBytes
    }
}
