import Testing

@testable import MartletEngine

@Suite struct ToolTemplateTests {
    @Test func `a ChatML template without tools gets a place for them, and keeps its own words`() throws {
        let own = "{% for message in messages %}<|im_start|>{{ message['content'] }}{% endfor %}"
        let template = try #require(ToolTemplate.augmented(own))
        #expect(template.contains(own))
        #expect(template.contains("<tools>"))
    }

    @Test(arguments: [
        "{% for message in messages %}{{ message.content }}{% endfor %}",
        "<|im_start|>{% for message in messages %}{% if tools %}{% endif %}{% endfor %}",
        "<|im_start|>{% for message in messages %}{{ message.tool_calls }}{% endfor %}",
        "",
    ])
    func `another template is left alone`(_ template: String) {
        #expect(ToolTemplate.augmented(template) == nil)
    }
}
