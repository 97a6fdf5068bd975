import FileSystem
import Synchronization

private let tiny: ReadConfiguration = {
    var configuration = ReadConfiguration()
    configuration.pieceSize = 4
    configuration.blockSize = 8
    configuration.wholeSize = 8
    configuration.firstWindow = 8
    configuration.maximumWindow = 32
    configuration.maximumFetch = 16
    configuration.tolerance = 8
    return configuration
}()

/// An engine whose pieces, blocks and windows are a few bytes.
func tinyEngine(
    _ store: ReadFakeStore, disk: ReadFakeDisk? = nil, memory: Int64 = 1 << 20
) -> ReadEngine {
    ReadEngine(store: store, storage: disk, memoryLimit: memory, configuration: tiny)
}

/// An engine as in a mount, without a disk.
func engine(_ store: ReadFakeStore, memory: Int64 = 128 << 20) -> ReadEngine {
    var configuration = ReadConfiguration()
    // How fast the machine is must not decide how many GETs there are.
    configuration.smallestFetch = configuration.maximumFetch
    return ReadEngine(store: store, storage: nil, memoryLimit: memory, configuration: configuration)
}

/// A value that closures share.
final class Guarded<Value: Sendable>: Sendable {
    let value: Mutex<Value>
    init(_ value: Value) { self.value = Mutex(value) }
}

/// The piece of the truth that a read must answer.
func cut(_ bytes: [UInt8], _ offset: Int64, _ size: Int) -> [UInt8] {
    let lower = min(Int(offset), bytes.count)
    return Array(bytes[lower..<min(bytes.count, lower + size)])
}
