import MartletAPI
import MartletServer

extension LlamaRequest {
    /// How many images of one request are fetched.
    private static let fetchedImages = 16

    /// Puts the images themselves where the messages have their URLs.
    ///
    /// Left to itself `llama-server` downloads them, without any rule about addresses, sizes and times.
    ///
    /// - Parameter pictures: Fetches images. Nil: a URL of another kind than `data:` is refused.
    /// - Throws: ``PlatformError`` with a 4xx when an image cannot be had.
    mutating func fetchImages(_ pictures: (any MediaPictures)?) async throws {
        var count = 0
        for index in request.messages.indices {
            guard case .parts(var parts)? = request.messages[index].content else { continue }
            for position in parts.indices {
                // `llama-server` knows the scheme of a data URL in this form only.
                guard let (url, detail) = Self.image(parts[position]), !url.hasPrefix("data:") else { continue }
                let place = "messages[\(index)].content[\(position)]"
                guard let pictures else {
                    throw PlatformError.invalidRequest(
                        "\(place): images are not fetched here. Send the image itself, as a data: URL.",
                        code: "unsupported_content", parameter: place)
                }
                count += 1
                guard count <= Self.fetchedImages else {
                    throw PlatformError.invalidRequest(
                        "More than \(Self.fetchedImages) images by URL; send the others as data: URLs.",
                        parameter: "messages")
                }
                parts[position] = try await Self.picture(of: url, detail, pictures)
            }
            request.messages[index].content = .parts(parts)
        }
    }

    private static func picture(
        of url: String, _ detail: ImageDetail?, _ pictures: any MediaPictures
    ) async throws -> ContentPart {
        guard case .imageURL(let data, _)? = try await pictures.pictures(of: url, isVideo: false).first else {
            throw PlatformError.invalidRequest("There is no image at the URL.", code: "unsupported_media")
        }
        return .imageURL(data, detail: detail)
    }

    private static func image(_ part: ContentPart) -> (url: String, detail: ImageDetail?)? {
        switch part {
        case .imageURL(let url, let detail): return (url, detail)
        case .unknown(type: "image_url", let payload):
            let image = payload["image_url"]
            let detail = image?["detail"]?.stringValue.map { ImageDetail(rawValue: $0) }
            // One without a URL is the engine's to refuse; it has nothing to fetch.
            return (image?["url"]?.stringValue ?? image?.stringValue).map { ($0, detail) }
        default: return nil
        }
    }
}
