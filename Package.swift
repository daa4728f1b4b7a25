// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "yoi-filters",
    products: [
        .executable(name: "yoi-events", targets: ["yoi-events"]),
        .executable(name: "yoi-send", targets: ["yoi-send"]),
        .executable(name: "yoi-render", targets: ["yoi-render"]),
    ],
    traits: [
        .trait(
            name: "DirectLibcurl",
            description: "Open libcurl.so.4 when it is needed, instead of linking it with FoundationNetworking")
    ],
    targets: [
        // Codec, lines, WebSocket values, command line: no Foundation, so that yoi-render starts in a few milliseconds.
        .target(name: "Shared", exclude: ["Transport"], swiftSettings: settings),
        // HTTP and the byte stream: the one place that knows libcurl and FoundationNetworking.
        .target(
            name: "Transport", dependencies: ["Shared"], path: "Sources/Shared/Transport", swiftSettings: settings),

        .executableTarget(name: "yoi-events", dependencies: ["Shared", "Transport"], swiftSettings: settings),
        .executableTarget(name: "yoi-send", dependencies: ["Shared", "Transport"], swiftSettings: settings),
        .executableTarget(name: "yoi-render", dependencies: ["Shared"], swiftSettings: settings),

        // For tests, examples and benchmarks only.
        .executableTarget(
            name: "fixture-backend", path: "Tests/FixtureBackend", exclude: ["README.md", "fixture-backend.1"],
            swiftSettings: settings),
        .executableTarget(
            name: "websocket-echo", dependencies: ["Shared", "Transport"], path: "Tests/WebSocketEcho",
            swiftSettings: settings),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),

        .testTarget(name: "SharedTests", dependencies: ["Shared", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "TransportTests", dependencies: ["Shared", "Transport", "TestSupport", "websocket-echo"],
            swiftSettings: settings),
        .testTarget(name: "FixtureTests", dependencies: ["fixture-backend", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "EventsTests", dependencies: ["Shared", "yoi-events", "fixture-backend", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SendTests",
            dependencies: [
                "Shared", "Transport", "yoi-send", "yoi-events", "yoi-render", "fixture-backend", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DocsTests",
            dependencies: ["Shared", "yoi-events", "yoi-send", "yoi-render", "fixture-backend", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "RenderTests", dependencies: ["yoi-render", "TestSupport"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
