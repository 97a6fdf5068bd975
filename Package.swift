// swift-tools-version: 6.2
import PackageDescription

/// One dialect for every target: Swift 6, warnings are errors, imports are internal unless said otherwise.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Only `make docs` needs the plugin: it is no business of those who build.
let documentation: [Package.Dependency] =
    Context.environment["PAIL_DOCS"] == nil
    ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "Pail",
    products: [
        .library(name: "S3", targets: ["S3"]),
        .executable(name: "pail", targets: ["pail"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ] + documentation,
    targets: [
        // The C libraries, each imported by exactly one target above it.
        .systemLibrary(name: "CFUSE", pkgConfig: "fuse3", providers: [.apt(["libfuse3-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // Linux calls that Swift's Glibc module does not show.
        .target(name: "CLinux"),
        // Cyclic redundancy checks by the processor's instructions.
        .target(name: "CChecksum"),

        .target(
            name: "S3",
            dependencies: ["CCurl", "COpenSSL", "CExpat", "CChecksum", "CLinux"],
            // Writes the operations: `make operations`.
            exclude: ["Operations/Model"],
            swiftSettings: settings
        ),
        .target(name: "ObjectStore", swiftSettings: settings),
        .target(name: "FUSE", dependencies: ["CFUSE", "CLinux", system], swiftSettings: settings),
        .target(
            name: "LocalStore", dependencies: ["ObjectStore", "CSQLite", "CChecksum", "CLinux", system],
            swiftSettings: settings),
        .target(
            name: "FileSystem",
            dependencies: ["FUSE", "LocalStore", "ObjectStore", "CLinux", log, system],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "pail",
            dependencies: ["S3", "FileSystem", "FUSE", "LocalStore", "ObjectStore", "CLinux", arguments, log, system],
            swiftSettings: settings
        ),

        .target(
            name: "ObjectStoreTesting",
            dependencies: ["ObjectStore"],
            path: "Tests/Support/ObjectStoreTesting",
            swiftSettings: settings
        ),
        .target(
            name: "FileSystemTesting",
            dependencies: [
                "FileSystem", "FUSE", "LocalStore", "ObjectStore", "ObjectStoreTesting", "CLinux", log, system,
            ],
            path: "Tests/Support/FileSystemTesting",
            swiftSettings: settings
        ),
        .target(name: "WireFaults", path: "Tests/Support/WireFaults", swiftSettings: settings),

        .testTarget(
            name: "S3Tests",
            dependencies: ["S3", "CChecksum", "WireFaults"],
            // Read by the tests from where they are, and made by the script beside them.
            exclude: ["Vectors", "Interop/session.py", "Interop/make_steps.py", "Interop/steps.json"],
            swiftSettings: settings
        ),
        // The examples of the documentation, and whether it shows them as they ran.
        .testTarget(
            name: "S3ExampleTests",
            dependencies: ["S3", "WireFaults"],
            exclude: ["embed.py"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ObjectStoreTests",
            dependencies: ["ObjectStore", "ObjectStoreTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FUSETests", dependencies: ["FUSE", "FileSystemTesting", "CLinux", system], swiftSettings: settings),
        .testTarget(
            name: "LocalStoreTests", dependencies: ["LocalStore", "ObjectStore", "CLinux", system],
            swiftSettings: settings),
        .testTarget(
            name: "FileSystemTests",
            dependencies: [
                "FileSystem", "FUSE", "LocalStore", "ObjectStore", "ObjectStoreTesting", "FileSystemTesting", log,
                system,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PailTests",
            dependencies: [
                "pail", "S3", "FileSystem", "FUSE", "LocalStore", "ObjectStore", "ObjectStoreTesting",
                "FileSystemTesting", "WireFaults", arguments, log, system,
            ],
            swiftSettings: settings
        ),
    ]
)
