import MartletAPI
import Synchronization

/// Collects what the tools of one run leave on its answer.
final class AttachmentRecorder: Sendable {
    private let recorded: Mutex<MessageAttachments>

    init(_ attachments: MessageAttachments = MessageAttachments()) { recorded = Mutex(attachments) }

    var attachments: MessageAttachments { recorded.withLock { $0 } }

    func record(_ source: SourceAttachment) { recorded.withLock { $0.sources.append(source) } }
    func record(_ media: MediaAttachment) { recorded.withLock { $0.media.append(media) } }
    func record(_ code: CodeAttachment) { recorded.withLock { $0.code.append(code) } }
}
