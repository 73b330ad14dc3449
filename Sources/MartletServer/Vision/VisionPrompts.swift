/// What the model is asked when the request says nothing.
enum VisionPrompts {
    static let image = """
        Describe this image in detail: what it shows, its important elements, any text in it, and its mood. Answer with \
        the description only.
        """
    static let tags = """
        List 5 to 15 short tags for this image: its subjects, objects, setting, colours and style. Answer with the tags \
        only, in lowercase, separated by commas.
        """
    static let video = """
        These pictures were taken from a video, in their order. Describe what happens in the video, its setting and its \
        important elements. Answer with the description only.
        """

    /// A prompt of one's own about a video.
    static func video(_ prompt: String) -> String {
        "These pictures were taken from a video, in their order.\n\(prompt)"
    }
}
