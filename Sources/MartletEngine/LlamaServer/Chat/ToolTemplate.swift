/// Gives a chat template that knows no tools a place for them.
///
/// Many small models come with a ChatML template that ignores tools in silence. What is added is the form that Qwen and
/// Hermes models are trained with: signatures between `<tools>` tags in the system message, calls between `<tool_call>`
/// tags, results between `<tool_response>` tags. A conversation without tools is rendered by the model's own template.
enum ToolTemplate {
    /// The template to give to `llama-server`; nil when the model's own needs no help, or is of a kind that cannot be
    /// helped.
    static func augmented(_ template: String) -> String? {
        // A template that reads `tools` or `tool_calls` has its own place for them.
        guard template.contains("<|im_start|>"), template.contains("messages"), !template.contains("tool") else {
            return nil
        }
        return """
            {%- set needs = namespace(tools=false) -%}
            {%- if tools -%}{%- set needs.tools = true -%}{%- endif -%}
            {%- for message in messages -%}
            {%- if message.role == 'tool' or message.tool_calls -%}{%- set needs.tools = true -%}{%- endif -%}
            {%- endfor -%}
            {%- if not needs.tools -%}
            \(template){%- else -%}
            \(chatML)
            {%- endif -%}
            """
    }

    private static let chatML = #"""
        {%- set first = messages[0] -%}
        {%- if tools or first.role == 'system' -%}
        {{- '<|im_start|>system\n' -}}
        {%- if first.role == 'system' -%}{{- first.content -}}{%- endif -%}
        {%- if tools -%}
        {%- if first.role == 'system' -%}{{- '\n\n' -}}{%- endif -%}
        {{- '# Tools\n\nYou can call the functions whose signatures follow as JSON:\n<tools>' -}}
        {%- for tool in tools -%}{{- '\n' -}}{{- tool | tojson -}}{%- endfor -%}
        {{- '\n</tools>\n\nTo call a function, answer with its name and its arguments as JSON:\n<tool_call>\n{"name": "NAME", "arguments": {"ARGUMENT": "VALUE"}}\n</tool_call>' -}}
        {%- endif -%}
        {{- '<|im_end|>\n' -}}
        {%- endif -%}
        {%- for message in messages -%}
        {%- if message.role == 'tool' -%}
        {{- '<|im_start|>user\n<tool_response>\n' -}}{{- message.content -}}{{- '\n</tool_response><|im_end|>\n' -}}
        {%- elif not (loop.first and message.role == 'system') -%}
        {{- '<|im_start|>' -}}{{- message.role -}}{{- '\n' -}}
        {%- if message.content -%}{{- message.content -}}{%- endif -%}
        {%- if message.tool_calls -%}
        {%- for call in message.tool_calls -%}
        {{- '\n<tool_call>\n{"name": "' -}}{{- call.function.name -}}{{- '", "arguments": ' -}}
        {{- call.function.arguments | tojson -}}
        {{- '}\n</tool_call>' -}}
        {%- endfor -%}
        {%- endif -%}
        {{- '<|im_end|>\n' -}}
        {%- endif -%}
        {%- endfor -%}
        {%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%}
        """#
}
