// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who uses `S3` builds it.
let package = Package(
    name: "s3bench",
    dependencies: [.package(name: "Pail", path: "../..")],
    targets: [
        .executableTarget(
            name: "s3bench",
            dependencies: [.product(name: "S3", package: "Pail")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]
        )
    ]
)
