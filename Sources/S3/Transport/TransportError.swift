/// An exchange that ended without a whole answer.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// Where it ended.
    public enum Code: String, Sendable, CaseIterable {
        /// The host name has no address.
        case resolve
        /// No connection came about.
        case connect
        /// TLS could not be agreed on.
        case handshake
        /// The server's certificate is not accepted, or ours not by the server; or a file of either is unusable.
        case certificate
        /// The connection broke while sending, or before the answer's head.
        case send
        /// The connection broke within the answer, or the body is shorter than promised.
        case receive
        /// Nothing moved for too long.
        case stalled
        /// The answer is no HTTP, or larger than what is collected.
        case malformed
        /// The receiver did not want the answer.
        case refused
        /// The bytes to send could not be read: `cause` says why.
        case source
        /// The task was cancelled.
        case cancelled
        /// The client was shut down.
        case shutdown
        /// The time that the exchange had was over.
        case deadline
        /// The request cannot be sent at all.
        case unsendable
    }

    /// Where it ended.
    public let code: Code
    /// What the transport says about it, with the host; holds no secret.
    public let message: String
    /// How many bytes of the body had arrived.
    public let bytesReceived: Int64
    /// Why the body could not be read.
    public let cause: (any Error)?

    /// Creates an error; no request is made.
    public init(_ code: Code, _ message: String, bytesReceived: Int64 = 0, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.bytesReceived = bytesReceived
        self.cause = cause
    }

    static func deadline(bytesReceived: Int64 = 0) -> TransportError {
        TransportError(.deadline, "the time for the request is over", bytesReceived: bytesReceived)
    }

    /// Code and message.
    public var description: String { "\(code.rawValue): \(message)" }
}
