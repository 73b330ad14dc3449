package import MartletAPI

/// What is known of a call beside its error: what turns the errors of the layers below into ``ChatAPIError``s.
///
/// ```swift
/// do { … } catch { throw ErrorContext(runtime: runtime, url: url, model: model).error(for: error) }
/// ```
package struct ErrorContext: Sendable {
    /// How many characters of a server's answer, and of its message, are kept. Nil keeps all.
    package var maximumLength: Int?
    /// Where the request went.
    package var url: String?
    /// The model that was asked for.
    package var model: ModelID?
    /// The models that the platform has, as far as they are known.
    package var availableModels: [ModelID]

    /// What is known of a call under a configuration, whose ``RuntimeConfig/truncateLongErrors`` and
    /// ``RuntimeConfig/maxErrorLength`` hold.
    package init(
        runtime: RuntimeConfig, url: String? = nil, model: ModelID? = nil, availableModels: [ModelID] = []
    ) {
        maximumLength = runtime.truncateLongErrors ? max(0, runtime.maxErrorLength) : nil
        self.url = url
        self.model = model
        self.availableModels = availableModels
    }

    /// A text cut as the configuration says.
    package func cut(_ text: String) -> String {
        maximumLength.map { String(text.prefix($0)) } ?? text
    }
}
