/// An attempt that failed, with what the next needs to know.
struct AttemptFailure: Error {
    var error: S3Error
    /// Whether a request may have gone out; false for what failed before.
    var wasSent = false
    /// What it was signed with.
    var credentials: Credentials?
    /// Whether those are the session of a directory bucket.
    var isSession = false
    /// The region that it was signed for.
    var region = ""
    /// The server's clock, in seconds since 1970.
    var date: Int64?
    /// How long the server wants to be left alone.
    var wish = Backoff.Wish()

    init(_ error: S3Error) { self.error = error }
}
