/// Bytes to send, readable at any offset and more than once, since a request may have to be sent again.
public protocol RequestBody: Sendable {
    /// How many bytes there are.
    var count: Int64 { get }

    /// Reads at most `buffer.count` bytes from `offset`; called on a transport thread, so it must not wait for the network.
    ///
    /// - Returns: how many bytes were read: zero only at the end.
    /// - Throws: anything; the request then fails with it and is not sent again.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int

    /// Whether the server is asked (`Expect: 100-continue`) before the bytes are sent, as boto3 does for files; false by
    /// default.
    ///
    /// Costs a round trip, and spares sending what the server would refuse.
    var expectsContinue: Bool { get }
}

extension RequestBody {
    /// False: the bytes are sent at once.
    public var expectsContinue: Bool { false }
}

/// A body in memory.
public struct BytesBody: RequestBody {
    /// The bytes.
    public let bytes: [UInt8]

    /// Wraps bytes; no request is made.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How many bytes there are.
    public var count: Int64 { Int64(bytes.count) }

    /// Copies bytes from `offset`.
    public func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let start = Int(offset)
        let length = min(buffer.count, bytes.count - start)
        guard length > 0 else { return 0 }
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<start + length]))
        }
        return length
    }
}

/// Where the bytes of an object go, as they arrive.
public protocol BodySink: Sendable {
    /// Takes bytes of the object that begin at `offset` in it.
    ///
    /// Called on a transport thread, in order and without gaps, also over a broken connection. The bytes are valid
    /// during the call only. Must not wait.
    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64)
}

/// A sink that can begin again: for bytes that turn out to be damaged once all of them are there.
public protocol RestartableSink: BodySink {
    /// Lets go of all bytes so far; they come again from the first.
    ///
    /// - Returns: false if that is not possible; the operation then fails.
    func restart() -> Bool
}
