// swift-tools-version: 6.2
import PackageDescription

// A package of its own, since everything in it is compiled with the instruments of libFuzzer; links lead to the sources.
// scripts/fuzz.sh builds and runs it, and says where libFuzzer is.
let library = Context.environment["YOI_LIBFUZZER"]
let settings: [SwiftSetting] =
    [.enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility")]
    + (library == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer"]), .define("LibFuzzer")])

let package = Package(
    name: "fuzz",
    targets: [
        .target(name: "Shared", path: "Shared", exclude: ["Transport"], swiftSettings: settings),
        .executableTarget(
            name: "fuzz", dependencies: ["Shared"], path: "Driver", exclude: ["render/EntryPoint.swift"],
            swiftSettings: settings,
            linkerSettings: library.map { [.unsafeFlags(["-Xlinker", $0]), .linkedLibrary("stdc++")] } ?? []),
    ],
    swiftLanguageModes: [.v6]
)
