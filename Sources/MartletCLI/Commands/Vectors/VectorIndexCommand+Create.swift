import ArgumentParser
import Martlet
import MartletAPI

extension VectorIndexCommand {
    /// Makes an index.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a vector index, and print its id.")

        @Argument(help: "What it is called.")
        var name: String?

        @Option(name: .customLong("name"), help: .hidden)
        var nameOption: String?

        @Option(
            help: ArgumentHelp("How long its vectors are: 384 for all-minilm-l6-v2.", valueName: "count"))
        var dimension: Int

        @Option(help: ArgumentHelp("How closeness is measured: cosine, euclidean or dot_product.", valueName: "name"))
        var metric = VectorMetric.cosine.rawValue

        @Option(
            name: [.customLong("cloud-provider"), .customLong("cloud_provider")],
            help: ArgumentHelp("AWS, GCP, Azure or Gravix. GravixLayer's own platform requires it.", valueName: "name"))
        var cloudProvider: String?

        @Option(
            help: ArgumentHelp("The provider's region. GravixLayer's own platform requires it.", valueName: "name"))
        var region: String?

        @Option(
            name: [.customLong("index-type"), .customLong("index_type")],
            help: ArgumentHelp("serverless or dedicated.", valueName: "name"))
        var indexType = VectorIndexType.serverless.rawValue

        @Option(
            name: [.customLong("vector-type"), .customLong("vector_type")],
            help: ArgumentHelp("Only dense is known.", valueName: "name"))
        var vectorType = VectorType.dense.rawValue

        @Flag(
            name: [.customLong("delete-protection"), .customLong("delete_protection")],
            help: "It cannot be deleted until this is taken back.")
        var deleteProtection = false

        @OptionGroup var metadata: MetadataOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if (name == nil) == (nameOption == nil) { throw ValidationError("Give the index one name.") }
            if !(1...255).contains((name ?? nameOption ?? "").count) {
                throw ValidationError("The name must have 1 to 255 characters.")
            }
            if dimension < 1 { throw ValidationError("--dimension must be 1 or more.") }
        }

        func run() async throws {
            let request = try request()
            let index = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.vectors.indexes.create(request)
            }
            try output.print(new: index, id: index.id)
        }

        func request() throws -> VectorIndexRequest {
            var request = VectorIndexRequest(
                name: name ?? nameOption ?? "", dimension: dimension, metric: VectorMetric(rawValue: metric),
                cloudProvider: cloudProvider.map { VectorCloudProvider(rawValue: $0) }, region: region)
            request.indexType = VectorIndexType(rawValue: indexType)
            request.vectorType = VectorType(rawValue: vectorType)
            request.metadata = try metadata.given() ?? [:]
            request.deleteProtection = deleteProtection
            return request
        }
    }
}
