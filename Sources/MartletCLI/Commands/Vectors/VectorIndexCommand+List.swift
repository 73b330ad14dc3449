import ArgumentParser
import Martlet
import MartletAPI

extension VectorIndexCommand {
    /// Lists indexes.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the vector indexes.")

        @Option(help: ArgumentHelp("Which page, from 1. Without it all indexes are listed.", valueName: "number"))
        var page: Int?

        @Option(
            name: [.customLong("page-size"), .customLong("page_size")],
            help: ArgumentHelp("How many indexes a page has, 1 to 1000.", valueName: "count"))
        var pageSize = 20

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let page, page < 1 { throw ValidationError("--page must be 1 or more.") }
            if !(1...1_000).contains(pageSize) { throw ValidationError("--page-size must be 1 to 1000.") }
        }

        func run() async throws {
            let (page, pageSize) = (page, pageSize)
            let list = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                if let page { return try await client.vectors.indexes.list(page: page, pageSize: pageSize) }
                var indexes: [VectorIndex] = []
                for try await index in client.vectors.indexes.all() { indexes.append(index) }
                return VectorIndexPage(
                    indexes: indexes,
                    pagination: VectorIndexPagination(page: 1, pageSize: indexes.count, total: indexes.count))
            }
            let rows = list.indexes.map { index in
                [
                    index.id.rawValue, Table.cell(index.name, limit: 40), String(index.dimension),
                    index.metric.rawValue, index.deleteProtection ? "yes" : "no", index.createdAt ?? "-",
                ]
            }
            try output.print(
                list, ["id", "name", "dimension", "metric", "protected", "created"], rows: rows,
                empty: "There are no vector indexes.")
            if !output.json, page != nil, let pagination = list.pagination, pagination.total > rows.count {
                Terminal.standardError("There are \(pagination.total) in all.\n")
            }
        }
    }
}
