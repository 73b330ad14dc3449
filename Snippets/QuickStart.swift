// The ten lines of the README. A test compares the two.

// snippet.show
import Martlet
import MartletAPI

let client = try MartletClient(platform: .local)  // .openAI, .pixiGPT, .gravixLayer, .ollama, .dashScope, .custom(url)
let request = ChatCompletionRequest(model: "smollm2", messages: [.user("Hello!")])

print(try await client.chat.completions.create(request).text)

for try await chunk in try await client.chat.completions.stream(request) {
    print(chunk.text, terminator: "")
}
