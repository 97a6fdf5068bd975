@preconcurrency import Glibc
import S3

/// One row of the client benchmark, done by the library `S3`; the caller measures the process.
///
///     s3bench get-large KEY FILE         downloads an object into a file
///     s3bench put-large FILE KEY         uploads a file
///     s3bench get-small PREFIX COUNT     reads PREFIX000000 ...
///     s3bench head-small PREFIX COUNT    asks for their heads
///     s3bench put-small PREFIX COUNT     writes 4 KiB to each
///     s3bench list PREFIX COUNT          lists, and counts
///     s3bench create-bucket
///
/// The endpoint is BENCH_ENDPOINT, the bucket BENCH_BUCKET, the requests in flight BENCH_WIDTH; keys as everywhere.
@main
struct Bench {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            fputs("s3bench: \(error)\n", stderr)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        let place = try Place()
        switch (arguments.first, arguments.count) {
        case ("get-large", 3): try await getLarge(Key(arguments[1]), file: arguments[2], place)
        case ("put-large", 3): try await putLarge(file: arguments[1], Key(arguments[2]), place)
        case ("get-small", 3): try await getSmall(arguments[1], count: number(arguments[2]), place)
        case ("head-small", 3): try await headSmall(arguments[1], count: number(arguments[2]), place)
        case ("put-small", 3): try await putSmall(arguments[1], count: number(arguments[2]), place)
        case ("list", 3): try await list(arguments[1], count: number(arguments[2]), place)
        case ("create-bucket", 1): try await createBucket(place)
        default: throw Failure("usage: see Bench.swift")
        }
    }

    private static func number(_ text: String) throws -> Int {
        guard let value = Int(text) else { throw Failure("\(text) is no number") }
        return value
    }
}

/// Why a row did not come about.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
