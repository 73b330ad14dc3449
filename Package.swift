// swift-tools-version: 6.2

import PackageDescription

/// Every target of ours compiles in Swift 6 mode with these upcoming features, and a warning is an error.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "MartletAPI", targets: ["MartletAPI"]),
        .library(name: "MartletWire", targets: ["MartletWire"]),
        .library(name: "Martlet", targets: ["Martlet"]),
        .library(name: "MartletAgent", targets: ["MartletAgent"]),
        .library(name: "MartletCodex", targets: ["MartletCodex"]),
        .library(name: "MartletServer", targets: ["MartletServer"]),
        .library(name: "MartletEngine", targets: ["MartletEngine"]),
        .library(name: "MartletMedia", targets: ["MartletMedia"]),
        .library(name: "MartletStorage", targets: ["MartletStorage"]),
        .library(name: "MartletTesting", targets: ["MartletTesting"]),
        .executable(name: "martlet", targets: ["MartletCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
    ],
    targets: [
        // Wire types, and what client and server share. No I/O but for reading media files.
        .target(
            name: "MartletAPI",
            dependencies: [.product(name: "OrderedCollections", package: "swift-collections")],
            swiftSettings: settings
        ),
        // Sans-IO codecs. Standard library only.
        .target(name: "MartletWire", swiftSettings: settings),
        // The client SDK.
        .target(
            name: "Martlet",
            dependencies: [
                "MartletAPI",
                "MartletWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        // The chat agent: history, tools, media, statistics, over any chat model.
        .target(
            name: "MartletAgent",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletWire",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        // The Codex command line as a chat model.
        .target(
            name: "MartletCodex",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletWire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(
                    name: "Subprocess", package: "swift-subprocess", condition: .when(platforms: [.linux, .macOS])),
            ],
            swiftSettings: settings
        ),
        // The local platform's routes, services and ports.
        .target(
            name: "MartletServer",
            dependencies: [
                "MartletAPI",
                "MartletWire",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // The engine port: a supervised llama-server, or any upstream through the SDK.
        .target(
            name: "MartletEngine",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletServer",
                "MartletWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
                .product(
                    name: "Subprocess", package: "swift-subprocess", condition: .when(platforms: [.linux, .macOS])),
            ],
            swiftSettings: settings
        ),
        // Vectors in memory: exact search, filters.
        .target(name: "MartletVectors", dependencies: ["MartletAPI"], swiftSettings: settings),
        // The store ports on SQLite.
        .target(
            name: "MartletStorage",
            dependencies: [
                "MartletAPI",
                "MartletServer",
                "MartletVectors",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        // The ports for media: what is fetched from elsewhere, text in images, frames of videos.
        .target(
            name: "MartletMedia",
            dependencies: [
                "MartletAPI",
                "MartletServer",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
                .product(
                    name: "Subprocess", package: "swift-subprocess", condition: .when(platforms: [.linux, .macOS])),
            ],
            swiftSettings: settings
        ),
        // Test kit: scripted model, in-process platform, fault-injecting server.
        .target(
            name: "MartletTesting",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletEngine",
                "MartletServer",
                "MartletStorage",
                "MartletWire",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // The command line. The product is called `martlet`; see docs/decisions/0001-module-graph.md for the name here.
        .executableTarget(
            name: "MartletCLI",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletAgent",
                "MartletCodex",
                "MartletEngine",
                "MartletMedia",
                "MartletServer",
                "MartletStorage",
                "MartletWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(
                    name: "Subprocess", package: "swift-subprocess", condition: .when(platforms: [.linux, .macOS])),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // What `scripts/bench` measures with. See Benchmarks/RESULTS.md.
        .executableTarget(
            name: "MartletBenchmarks",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletVectors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Benchmarks/MartletBenchmarks",
            swiftSettings: settings
        ),

        // Small programs that show how things are done: `swift run Examples NAME`.
        .executableTarget(
            name: "Examples",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletAgent",
                "MartletCodex",
                "MartletWire",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Examples",
            exclude: ["README.md"],
            swiftSettings: settings
        ),

        .testTarget(name: "MartletAPITests", dependencies: ["MartletAPI"], swiftSettings: settings),
        .testTarget(
            name: "MartletVectorsTests", dependencies: ["MartletAPI", "MartletVectors"], swiftSettings: settings),
        .testTarget(name: "MartletWireTests", dependencies: ["MartletWire"], swiftSettings: settings),
        .testTarget(
            name: "MartletTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletAgentTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletAgent",
                "MartletTesting",
                "MartletWire",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletCodexTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletCodex",
                "MartletTesting",
                "MartletWire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletServerTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletEngine",
                "MartletServer",
                "MartletStorage",
                "MartletTesting",
                "MartletWire",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletEngineTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletEngine",
                "MartletServer",
                "MartletTesting",
                "MartletWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletStorageTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletEngine",
                "MartletServer",
                "MartletStorage",
                "MartletTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletMediaTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletEngine",
                "MartletMedia",
                "MartletServer",
                "MartletTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletTestingTests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletServer",
                "MartletTesting",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ExamplesTests",
            dependencies: [
                "Examples",
                "Martlet",
                "MartletAPI",
                "MartletAgent",
                "MartletCodex",
                "MartletEngine",
                "MartletServer",
                "MartletTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletCLITests",
            dependencies: [
                "Martlet",
                "MartletAPI",
                "MartletAgent",
                "MartletCodex",
                "MartletCLI",
                "MartletServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
    ]
)
