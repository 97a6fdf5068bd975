/// A combination of bucket, region and settings that leads nowhere; found before any request is made.
struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What cannot be, in the words of AWS's rule set where it has some.
    let message: String

    init(_ message: String) {
        self.message = message
    }

    var description: String { message }
}
