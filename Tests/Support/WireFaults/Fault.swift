/// One way for the wire or the server to fail; byte counts are of the answer's body.
package enum Fault: Sendable, Hashable {
    /// Ends the connection with RST as soon as the request's head is there; the server never sees it.
    case reset
    /// Ends the connection with RST in the midst of the answer.
    case resetAfter(bodyBytes: Int)
    /// Ends the connection in an orderly way in the midst of the answer.
    case truncateAfter(bodyBytes: Int)
    /// Waits before the answer, which is the server's and comes whole.
    case delay(seconds: Double)
    /// Waits in the midst of the answer, and goes on.
    case stallAfter(bodyBytes: Int, seconds: Double)
    /// Answers in the server's place with an S3 error; the server never sees the request.
    case answer(status: Int, code: String, message: String = "scripted")
    /// Answers 200 with an `<Error>` in the body; the server never sees the request.
    case embeddedError(code: String, message: String = "scripted")
    /// Lets the server do the work, and then ends the connection with RST instead of answering.
    case dropAnswer
    /// Lets the server do the work, and answers with an S3 error.
    case replaceAnswer(status: Int, code: String, message: String = "scripted")
}
