/// A sink that may have no room, and wants to know of the answer.
protocol StreamingSink: BodySink {
    /// Whether a piece can be taken now; if not, the transfer pauses until it is resumed.
    func hasRoom() -> Bool
    /// A transfer begins, which `pace` resumes.
    func follow(_ pace: any TransferPace)
    /// The answer has begun; called once.
    func begin(_ response: HTTPResponse, count: Int64?)
}
