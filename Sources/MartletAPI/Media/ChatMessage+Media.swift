extension ChatMessage {
    /// What the user says and shows.
    ///
    /// The content is an array of parts: the text, also when it is empty, then the images in order, then the videos in
    /// order. That is so without images and videos too; `.user(text)` alone has the plain form.
    ///
    /// - Parameters:
    ///   - text: What the user says.
    ///   - images: Where the images are. Default none.
    ///   - videos: Where the videos are, for servers that understand `video_url`. Default none.
    ///   - detail: In how much detail the model is to look at the images. Nil, the default, leaves that to the server.
    ///   - videoDetail: The same for the videos; few servers know it.
    ///   - limit: How many bytes each medium may have before it is encoded. Nil, the default, is no limit. Remote media are
    ///     not measured.
    ///   - isStrict: Whether the bytes are looked at, as ``MediaSource/url(for:limit:isStrict:)`` says. Default `false`.
    /// - Throws: ``MediaError`` for the first medium that cannot be sent, with the codes of
    ///   ``MediaSource/url(for:limit:isStrict:)``.
    public static func user(
        _ text: String, images: [MediaSource] = [], videos: [MediaSource] = [], detail: ImageDetail? = nil,
        videoDetail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ChatMessage {
        var parts: [ContentPart] = [.text(text)]
        for image in images {
            parts.append(try .image(image, detail: detail, limit: limit, isStrict: isStrict))
        }
        for video in videos {
            parts.append(try .video(video, detail: videoDetail, limit: limit, isStrict: isStrict))
        }
        return ChatMessage(role: .user, content: .parts(parts))
    }
}
