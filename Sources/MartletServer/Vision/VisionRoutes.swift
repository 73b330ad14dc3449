import Hummingbird
import MartletAPI
import NIOCore

/// `POST /v1/vision/analyze`, `/tags`, `/ocr` and `/video`.
struct VisionRoutes: Sendable {
    let service: VisionService
    let limits: PlatformLimits
    let monitor: ConnectionMonitor

    init(
        engine: any InferenceEngine, configuration: PlatformConfiguration, loader: MediaLoader,
        pictures: any MediaPictures,
        admissions: Admissions, monitor: ConnectionMonitor
    ) {
        limits = configuration.limits
        self.monitor = monitor
        service = VisionService(
            model: VisionModel(engine: engine, configuration: configuration, admissions: admissions), loader: loader,
            pictures: pictures, limits: limits)
    }

    func add(to router: Router<PlatformContext>) {
        add("analyze", "image_url", to: router) { [service] in try await service.analyze($0) }
        add("tags", "image_url", to: router) { [service] in try await service.tags($0) }
        add("ocr", "image_url", to: router) { [service] in try await service.text($0) }
        add("video", "video_url", to: router) { [service] in try await service.video($0) }
    }

    /// Adds a route whose answer is made for as long as its client is there.
    private func add(
        _ name: String, _ parameter: String, to router: Router<PlatformContext>,
        _ answer: @escaping @Sendable @concurrent (ByteBuffer) async throws -> VisionResult
    ) {
        router.post(RouterPath("/v1/vision/\(name)")) { request, context in
            // A data URL carries its image itself.
            let body = try await request.collectBody(upTo: limits.bodyBytes(path: request.uri.path))
            do {
                let result = try await monitor.cancellingWhenGone(context.connection) { try await answer(body) }
                return try Response.json(result)
            } catch var error as PlatformError where error.isAboutMedia {
                error.body.parameter = error.body.parameter ?? parameter
                throw error
            }
        }
    }
}
