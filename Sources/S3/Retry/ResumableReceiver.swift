/// A receiver that can go on where a broken attempt ended.
protocol ResumableReceiver: ResponseReceiver {
    /// Narrows the next attempt to what is still missing.
    func prepare(_ request: inout HTTPRequest)
    /// How many bytes were passed on in all attempts.
    var delivered: Int64 { get }
    /// What the transfer came to once an attempt ended, with an answer or without.
    var standing: Standing { get }
}

/// How far a resumable transfer is.
enum Standing: Sendable {
    /// Everything was passed on.
    case complete(HTTPResponse)
    /// More is to come.
    case incomplete
    /// The object is another one by now.
    case changed
}
