// Functions that the model may call: their arguments are Swift types, and the loop runs until there is an answer.
//
//     swift run Examples tool-calls

import Foundation
import Martlet
import MartletAPI

enum ToolCalls: Example {
    static let summary = "Typed tools that the model calls, and the loop that runs them."

    /// What the model asks for. The JSON Schema that it is told is made from this type.
    struct WeatherQuery: Decodable, JSONSchemaDescribed {
        enum City: String, CaseIterable, Decodable { case oslo, lima, nairobi }

        var city: City

        static let schemaDescriptions = ["city": "The city to look up"]
    }

    /// What the model gets. Any `Encodable` type is read by it as JSON; a `String` as it is.
    struct Weather: Encodable {
        var celsius: Int
        var sky: String
    }

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let weather = try Tool("get_weather", "The weather in a city, now.") { (query: WeatherQuery) async throws in
            try await Self.lookUp(query.city)
        }
        let time = Tool("get_time", "The time, now.") { Date.now.ISO8601Format() }

        var request = ChatCompletionRequest(
            model: context.model, messages: [.user(context.text(or: "What is the weather in Oslo?"))])
        request.maxTokens = 80
        // Small models rarely call a tool unless they must. This holds for the first round; then the model is free.
        request.toolChoice = .required

        do {
            let conversation = try await client.chat.completions.complete(
                request, using: try Toolbox([weather, time]), maximumRounds: 3)
            for message in conversation.messages { show(message, context) }
            if let usage = conversation.usage { context.print("Tokens of all rounds: \(usage.totalTokens)") }
        } catch let error as ToolError where error.code == .tooManyRounds {
            // What a model says is not in our hands. A tool that fails is no error: the model reads why.
            context.print(error.message)
        }
    }

    /// Stands for a service that has to be asked.
    private static func lookUp(_ city: WeatherQuery.City) async throws -> Weather {
        try await Task.sleep(for: .milliseconds(20))
        return switch city {
        case .oslo: Weather(celsius: 4, sky: "rain")
        case .lima: Weather(celsius: 21, sky: "fog")
        case .nairobi: Weather(celsius: 26, sky: "sun")
        }
    }

    private static func show(_ message: ChatMessage, _ context: ExampleContext) {
        for call in message.toolCalls ?? [] {
            context.print("\(message.role) calls \(call.function.name) with \(call.function.arguments)")
        }
        if !message.text.isEmpty { context.print("\(message.role): \(message.text)") }
    }
}
