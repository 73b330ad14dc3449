import HTTPTypes
import Hummingbird

/// Whose shapes a request about assistants, threads and runs speaks.
///
/// **The rule:** OpenAI's clients send `OpenAI-Beta: assistants=v2` with every such request; PixiGPT's never do. The
/// objects are the same ones.
enum AssistantsDialect {
    typealias Handler = @Sendable @concurrent (Request, PlatformContext) async throws -> Response

    static func isOpenAI(_ request: Request) -> Bool {
        request.headers[values: .openAIBeta].contains { $0.lowercased().contains("assistants=") }
    }

    /// The handler for whoever asks; what only one of them has is for both.
    static func handler(pixiGPT: @escaping Handler, openAI: @escaping Handler) -> Handler {
        { request, context in
            isOpenAI(request) ? try await openAI(request, context) : try await pixiGPT(request, context)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let openAIBeta = Self("OpenAI-Beta")!
}
