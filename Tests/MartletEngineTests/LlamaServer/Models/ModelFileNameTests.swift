import Testing

@testable import MartletEngine

@Suite struct ModelFileNameTests {
    @Test(arguments: [
        ("smollm2.gguf", "smollm2"), ("Qwen3-0.6B-Q8_0.gguf", "Qwen3-0.6B-Q8_0"), ("a.b.gguf", "a.b"),
        ("big-00001-of-00003.gguf", "big"), ("big-00004-of-00003.gguf", "big-00004-of-00003"),
        ("big-00000-of-00000.gguf", "big-00000-of-00000"), ("big-1-of-3.gguf", "big-1-of-3"),
    ])
    func `a model is called like its file`(name: String, id: String) {
        #expect(ModelFileName(name)?.id == id)
    }

    @Test(arguments: [".gguf", ".hidden.gguf", "model.bin", "model.gguf.part", "gguf", ""])
    func `other files are none`(name: String) {
        #expect(ModelFileName(name) == nil)
    }

    @Test func `a part knows its number`() {
        #expect(ModelFileName("big-00002-of-00003.gguf")?.part == ModelFileName.Part(number: 2, count: 3))
        #expect(ModelFileName("big.gguf")?.part == nil)
    }
}
