/// What is done about a failed attempt before the next.
enum Remedy: Sendable, Equatable {
    /// There is no next.
    case giveUp
    /// Repeat at once.
    case again
    /// Wait, in seconds.
    case wait(Double)
    /// Ask for other credentials; give up if there are none.
    case refresh(rejected: Credentials)
    /// Sign by the server's clock, which is so many seconds ahead of ours.
    case setClock(ahead: Int64)
    /// Ask the bucket where it is if `region` is nil, and go there.
    case move(bucket: String, region: String?)
}
