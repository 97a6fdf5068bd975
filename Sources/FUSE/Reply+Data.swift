import CFUSE
import Glibc

extension Reply where Answer == DataAnswer {
    /// fuse_reply_buf: bytes in memory, copied before this returns.
    package func send(_ bytes: UnsafeRawBufferPointer) {
        _ = fuse_reply_buf(take(), bytes.baseAddress, bytes.count)
    }

    /// fuse_reply_iov: pieces of memory, in order, copied before this returns.
    package func send(_ pieces: [UnsafeRawBufferPointer]) {
        if pieces.count == 1 { return send(pieces[0]) }
        // writev(2) takes IOV_MAX (1024) pieces, and libfuse puts its header before ours.
        guard pieces.count < 1024 else { return sendJoined(pieces) }
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: pieces.count) { vector in
            for (index, piece) in pieces.enumerated() {
                let base = UnsafeMutableRawPointer(mutating: piece.baseAddress)
                vector.initializeElement(at: index, to: iovec(iov_base: base, iov_len: piece.count))
            }
            _ = fuse_reply_iov(take(), vector.baseAddress, CInt(vector.count))
        }
    }

    private func sendJoined(_ pieces: [UnsafeRawBufferPointer]) {
        var joined: [UInt8] = []
        joined.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces {
            joined.append(contentsOf: piece)
        }
        joined.withUnsafeBytes { send($0) }
    }
}
