// An answer of a Swift type: whole, and as it grows.
//
//     swift run Examples structured-output "pancakes"

import Martlet
import MartletAPI

enum StructuredOutput: Example {
    static let summary = "Answers that are Swift values, whole and while they are written."

    /// Its JSON Schema goes with the request, and the server keeps the model to it.
    struct Recipe: Decodable, JSONSchemaDescribed {
        enum Difficulty: String, CaseIterable, Decodable { case easy, medium, hard }

        struct Ingredient: Decodable {
            var name: String
            var grams: Int
        }

        var title: String
        var difficulty: Difficulty
        var isVegetarian: Bool
        var mainIngredient: Ingredient

        static let schemaDescription: String? = "A recipe for one person"
        static let schemaDescriptions = ["title": "At most five words", "mainIngredient": "What there is most of"]
    }

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var request = ChatCompletionRequest(
            model: context.model, messages: [.user("Give me a recipe for \(context.text(or: "pancakes")).")])
        request.maxTokens = 150
        request.temperature = 0

        do {
            let recipe = try await client.chat.completions.create(request, as: Recipe.self).value
            context.print("\(recipe.title) is \(recipe.difficulty) to make.")
            context.print("It takes \(recipe.mainIngredient.grams) g of \(recipe.mainIngredient.name).")

            // The same as it is written: what is there so far can be read at any time.
            for try await snapshot in try await client.chat.completions.stream(request, as: Recipe.self) {
                context.print("… \(try snapshot.json.jsonText())")
                if let recipe = snapshot.value { context.print("Complete: \(recipe.title)") }
            }
        } catch let error as MartletError where [.outputCutOff, .invalidOutput, .refused].contains(error.code) {
            // A small model may write on until its tokens are used up. What it wrote is kept.
            context.print("No recipe: \(error.message)")
            if let text = error.partial?.text { context.print("It wrote: \(text)") }
        }
    }
}
