import Glibc

/// The bytes of a pipe or a device, piece by piece.
struct DescriptorPieces: AsyncSequence, Sendable {
    private static let pieceSize = 1 << 20

    let path: String

    init(_ path: String) { self.path = path }

    func makeAsyncIterator() -> Iterator { Iterator(path: path) }

    struct Iterator: AsyncIteratorProtocol {
        /// Closes the descriptor with its last owner.
        private final class Descriptor: Sendable {
            let number: CInt
            init(_ number: CInt) { self.number = number }
            deinit { close(number) }
        }

        private typealias Opened = (descriptor: Descriptor, piece: [UInt8]?)

        let path: String
        private var descriptor: Descriptor?

        init(path: String) { self.path = path }

        mutating func next() async throws(S3Error) -> [UInt8]? { try await take() }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> [UInt8]? {
            try await take()
        }

        private mutating func take() async throws(S3Error) -> [UInt8]? {
            let (path, known, operation) = (path, descriptor, "UploadFile")
            // The other end may never say anything: whoever gives up leaves the descriptor, which is ours, to the thread.
            let reading = SharedLoad<Result<Opened, S3Error>> {
                do throws(S3Error) {
                    return .success(
                        try await BlockingThreads.alone(operation) {
                            let descriptor = try known ?? Descriptor(FileDescriptors.open(path, O_RDONLY))
                            return (descriptor, try Self.read(descriptor.number, path))
                        })
                } catch {
                    return .failure(error)
                }
            }
            switch await reading.value(until: Deadline.current) {
            case .value(let result):
                let (opened, piece) = try result.get()
                descriptor = opened
                return piece
            case .cancelled: throw .cancelled(operation)
            case .deadline: throw .deadline(operation)
            }
        }

        /// read(2): Some bytes; nil at the end.
        private static func read(_ descriptor: CInt, _ path: String) throws(FileError) -> [UInt8]? {
            var code: CInt = 0
            let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
                while true {
                    let result = Glibc.read(descriptor, buffer.baseAddress, pieceSize)
                    count = Swift.max(0, result)
                    if result >= 0 { return }
                    code = errno
                    if code == EAGAIN {
                        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                        poll(&wait, 1, -1)
                    } else if code != EINTR {
                        return
                    }
                    code = 0
                }
            }
            if code != 0 { throw FileError(path, "read", code) }
            return piece.isEmpty ? nil : piece
        }
    }
}
