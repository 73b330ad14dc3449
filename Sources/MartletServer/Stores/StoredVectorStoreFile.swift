public import MartletAPI

/// A file of a vector store as the platform keeps it.
///
/// What is ``State/inProgress`` is work: a worker reads the file, and whoever starts after a crash reads it again. Its
/// passages are vectors with the identifiers ``chunkIDs(_:)``, so that what is read twice is there once.
public struct StoredVectorStoreFile: Hashable, Sendable {
    /// What became of a file.
    public enum State: String, Hashable, Sendable {
        /// It is being read, or waits for that.
        case inProgress = "in_progress"
        /// It can be searched.
        case completed
        /// It could not be read.
        case failed
        /// Its reading was called off.
        case cancelled
        /// It was detached; nobody sees it, and its passages are yet to be deleted.
        case detached
    }

    /// The vector store.
    public var storeID: VectorStoreID
    /// The file.
    public var id: FileID
    /// Whose both are.
    public var owner: AccountID
    /// The batch that it was attached with; nil when it was attached alone.
    public var batchID: VectorStoreFileBatchID?
    /// When it was attached, in seconds since 1970.
    public var createdAt: Int
    /// The file's name.
    public var filename: String
    /// What became of it.
    public var state: State
    /// Why it could not be read.
    public var failure: VectorStoreFileError?
    /// The most tokens of a passage.
    public var chunkTokens: Int
    /// How many tokens a passage shares with the one before.
    public var overlapTokens: Int
    /// What searches can filter by.
    public var attributes: JSONObject
    /// How many bytes its passages and vectors take.
    public var usageBytes: Int
    /// No vector of the file has a higher number than this. It is raised before vectors are put in.
    public var chunkCount: Int
    /// How often a worker has taken it up.
    public var attempts: Int
    /// Counts how often it was attached, called off and detached: what a worker says of an earlier time is old news.
    public var revision: Int

    /// Creates a file that waits to be read.
    public init(
        storeID: VectorStoreID, id: FileID, owner: AccountID, batchID: VectorStoreFileBatchID? = nil, createdAt: Int,
        filename: String, chunkTokens: Int = 800, overlapTokens: Int = 400, attributes: JSONObject = [:]
    ) {
        self.storeID = storeID
        self.id = id
        self.owner = owner
        self.batchID = batchID
        self.createdAt = createdAt
        self.filename = filename
        state = .inProgress
        self.chunkTokens = chunkTokens
        self.overlapTokens = overlapTokens
        self.attributes = attributes
        usageBytes = 0
        chunkCount = 0
        attempts = 0
        revision = 0
    }

    /// The identifiers of the vectors with these numbers.
    public func chunkIDs(_ numbers: Range<Int>) -> [VectorID] {
        numbers.map { VectorID(rawValue: "\(id.rawValue)#\($0)") }
    }

    /// Whether there are passages that nobody may find any more.
    public var hasLeftovers: Bool {
        switch state {
        case .inProgress, .completed: false
        case .failed, .cancelled: chunkCount > 0
        case .detached: true
        }
    }
}
