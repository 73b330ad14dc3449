import MartletAPI

/// What answers one call of an agent, with everything that is not in the request set.
protocol AnsweringModel: Sendable {
    /// Where requests go, for errors; nil where there is no such place.
    var url: String? { get }
    /// How long to wait before a stream that broke before it said anything is asked for again; nil for not at all.
    ///
    /// - Parameter attempts: How often the request was sent so far.
    func delay(after error: any Error, attempts: Int) -> Duration?
    /// Answers as a whole.
    func complete(_ request: ChatCompletionRequest) async throws -> (completion: ChatCompletion, attempts: Int)
    /// Answers piece by piece.
    ///
    /// - Parameter attempts: How often the request was sent before, which counts towards how often it may be.
    /// - Returns: The chunks, and how often the request was sent altogether.
    func stream(
        _ request: ChatCompletionRequest, after attempts: Int
    ) async throws -> sending (chunks: ChunkSource, attempts: Int)
    /// The models that there are, for the error about one that there is not; none when nothing is known of them.
    func knownModels() async -> [ModelID]
}

extension AnsweringModel {
    func knownModels() async -> [ModelID] { [] }
}
