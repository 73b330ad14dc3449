import MartletAPI

/// A tool that the platform itself runs when a model asks for it.
protocol ServerTool: Sendable {
    /// The name as the model calls it, and as `tools_config` names it: `calculator`.
    var name: String { get }

    /// The tool for one run.
    ///
    /// - Parameter recorder: Takes what the tool leaves on the answer.
    func tool(_ recorder: AttachmentRecorder) throws -> Tool
}
