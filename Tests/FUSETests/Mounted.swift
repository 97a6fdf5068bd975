import FUSE
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

/// A file system mounted in a directory of its own.
final class Mounted: Sendable {
    let session: FUSESession
    let path: String
    private let ended: OneTimeEvent<MountError?>

    init(_ operations: any FileSystemOperations, _ change: (inout MountOptions) -> Void = { _ in }) throws {
        path = try makeDirectory()
        var options = MountOptions(source: "s3://toy,bucket")
        change(&options)
        let session = try FUSESession(operations: operations, mountPoint: path, options: options)
        try session.mount()
        let ended = OneTimeEvent<MountError?>()
        self.session = session
        self.ended = ended
        Thread.detachNewThread {
            do throws(MountError) {
                try session.run()
                ended.set(nil)
            } catch {
                ended.set(error)
            }
        }
    }

    /// Waits for `run()` to return, and throws what it threw.
    func waitForEnd() async throws {
        try await waitUntil("the session ends") { self.ended.value != nil }
        if let error = ended.value ?? nil { throw error }
    }

    /// Unmounts and waits for the end.
    func end() async throws {
        try await blocking { try self.session.unmount() }
        try await waitForEnd()
        #expect(rmdir(path) == 0)
    }

    deinit {
        // Whatever a failed test has left: the loop ends, and nothing stays mounted.
        if ended.value == nil { session.exit() }
        rmdir(path)
    }
}

/// Runs `body` with a file system mounted at `path`, on a thread of its own, and unmounts.
func withMount(
    _ toy: ToyFileSystem, _ change: (inout MountOptions) -> Void = { _ in },
    _ body: @escaping @Sendable (_ path: String) throws -> Void
) async throws {
    let mounted = try Mounted(toy, change)
    let path = mounted.path
    try await blocking { try body(path) }
    try await mounted.end()
    #expect(toy.state.withLock { $0.isStopped })
    #expect(toy.state.withLock { $0.handles.isEmpty })
}

func makeDirectory() throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("fuse-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
}

/// A value that is set once.
final class OneTimeEvent<Value: Sendable>: Sendable {
    private let state = Mutex<Value?>(nil)
    func set(_ value: Value) { state.withLock { $0 = value } }
    var value: Value? { state.withLock { $0 } }
}

/// A number that several threads count up.
final class Counter: Sendable {
    private let state = Atomic(0)
    func increment() { state.add(1, ordering: .sequentiallyConsistent) }
    var value: Int { state.load(ordering: .sequentiallyConsistent) }
}

/// Runs what blocks on a thread of its own, so that the tests' own threads stay free.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

struct Overdue: Error, CustomStringConvertible {
    let description: String
}

/// Waits for a condition, half a minute at most.
func waitUntil(_ what: String, _ condition: @Sendable () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while !condition() {
        guard ContinuousClock.now < deadline else { throw Overdue(description: "waited in vain: \(what)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// Throws the errno of a call that returned -1.
@discardableResult func check<Number: SignedInteger>(_ result: Number) throws -> Int {
    if result == -1 { throw Errno(rawValue: errno) }
    return Int(result)
}

func readAll(_ path: String, chunk: Int = 1 << 20) throws -> [UInt8] {
    let descriptor = CInt(try check(open(path, O_RDONLY)))
    defer { close(descriptor) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
        let count = try check(read(descriptor, &buffer, chunk))
        if count == 0 { return result }
        result += buffer[..<count]
    }
}

func status(_ path: String) throws -> stat {
    var result = stat()
    try check(lstat(path, &result))
    return result
}

/// Skips where there is nothing to mount with.
let requiresFUSE: ConditionTrait = .enabled(
    if: access("/dev/fuse", R_OK | W_OK) == 0, "no access to /dev/fuse: nothing can be mounted here"
)

/// xattr(7) calls, which Swift's Glibc module does not show.
enum ExtendedAttributes {
    private typealias Set =
        @convention(c) (
            UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer?, Int, CInt
        ) -> CInt
    private typealias Get =
        @convention(c) (
            UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer?, Int
        ) -> Int
    private typealias List = @convention(c) (UnsafePointer<CChar>, UnsafeMutableRawPointer?, Int) -> Int
    private typealias Remove = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> CInt

    private static func symbol<Function>(_ name: String) -> Function {
        unsafeBitCast(dlsym(nil, name), to: Function.self)
    }

    static func set(_ path: String, _ name: UnsafePointer<CChar>, _ value: [UInt8], flags: CInt = 0) throws {
        let function: Set = symbol("setxattr")
        try check(function(path, name, value, value.count, flags))
    }

    static func get(_ path: String, _ name: UnsafePointer<CChar>, capacity: Int) throws -> [UInt8] {
        let function: Get = symbol("getxattr")
        var buffer = [UInt8](repeating: 0, count: capacity)
        if capacity == 0 { return [UInt8](repeating: 0, count: try check(function(path, name, nil, 0))) }
        return Array(buffer[..<(try check(function(path, name, &buffer, capacity)))])
    }

    static func list(_ path: String) throws -> [UInt8] {
        let function: List = symbol("listxattr")
        let size = try check(function(path, nil, 0))
        var buffer = [UInt8](repeating: 0, count: size)
        return Array(buffer[..<(try check(function(path, &buffer, size)))])
    }

    static func remove(_ path: String, _ name: UnsafePointer<CChar>) throws {
        let function: Remove = symbol("removexattr")
        try check(function(path, name))
    }
}

/// SystemPackage has a type of this name, too.
typealias FileMode = FUSE.FileMode
