/// A receiver that can go on where a broken attempt ended.
protocol ResumableReceiver: ResponseReceiver {
    /// A call begins, before its first attempt.
    func begin(_ call: OperationCall, _ configuration: ClientConfiguration)
    /// Narrows the next attempt to what is still missing.
    func prepare(_ request: inout HTTPRequest)
    /// How many bytes were passed on in all attempts.
    var delivered: Int64 { get }
    /// What the transfer came to; called when an attempt ended, with an answer or without.
    func conclude() -> Standing
}

/// How far a resumable transfer is.
enum Standing: Sendable {
    /// Everything was passed on.
    case complete(HTTPResponse)
    /// More is to come.
    case incomplete
    /// The object is another one by now.
    case changed
    /// The bytes are not those that were stored; the message says by which checksum.
    ///
    /// Repeatable when whoever took the bytes lets go of them.
    case corrupted(String, isRepeatable: Bool)
    /// The success was an error: the answer with its body.
    case error(HTTPResponse)
}
