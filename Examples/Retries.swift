// What is tried again, how often and after how long; and how to see what happened.
//
//     swift run Examples retries

import HTTPTypes
import Martlet
import MartletAPI

enum Retries: Example {
    static let summary = "A retry policy of one's own: what is tried again, and what an error tells."

    /// Stands for a platform that is too busy for the first attempts of a call.
    struct BusyPlatform: ClientMiddleware {
        var busyAttempts: Int
        /// In seconds.
        var retryAfter: String

        func intercept(
            _ request: TransportRequest, next: (TransportRequest) async throws -> TransportResponse
        ) async throws -> TransportResponse {
            guard request.attempt <= busyAttempts else { return try await next(request) }
            return TransportResponse(status: 429, headers: [.retryAfter: retryAfter])
        }
    }

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        // Everything but 429 and 503 is final here, and nobody is waited for longer than two seconds.
        let policy = RetryPolicy(
            maxRetries: 3, initialDelay: .milliseconds(50), statuses: [429, 503], maximumRetryAfter: .seconds(2))
        func patientClient(_ platform: BusyPlatform) throws -> MartletClient {
            var configuration = ClientConfiguration()
            configuration.middleware = [platform]
            return try MartletClient(
                platform: client.platform, configuration: configuration, environment: context.environment
            ).with { $0.retryPolicy = policy }
        }
        var request = ChatCompletionRequest(model: context.model, messages: [.user("Hello!")])
        request.maxTokens = 20

        let busy = try patientClient(BusyPlatform(busyAttempts: 2, retryAfter: "0.1"))
        let response = try await busy.chat.completions.createWithResponse(request)
        context.print("Attempt \(response.metadata.attempts) was answered: \(response.value.text)")

        // A wait that is longer than the policy allows is not waited for: the error tells it, for a queue to use.
        let overloaded = try patientClient(BusyPlatform(busyAttempts: 1, retryAfter: "600"))
        await report("Overloaded", context) { try await overloaded.chat.completions.create(request) }

        // What is wrong with a request does not pass with time.
        request.model = "no-such-model"
        let strict = client.with { $0.retryPolicy = policy }
        await report("Wrong", context) { try await strict.chat.completions.create(request) }
    }

    private static func report(
        _ name: String, _ context: ExampleContext, _ call: () async throws -> ChatCompletion
    ) async {
        do {
            context.print("\(name): \(try await call().text)")
        } catch let error as MartletError {
            let wait = error.retryAfter.map { ", to be tried again in \($0)" } ?? ""
            context.print("\(name): \(error.code), attempts: \(error.attempts)\(wait). \(error.message)")
        } catch {
            context.print("\(name): \(error)")
        }
    }
}
