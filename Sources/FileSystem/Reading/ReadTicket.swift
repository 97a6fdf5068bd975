/// A read that has not been answered yet.
package struct ReadTicket: Sendable {
    let version: ObjectVersion
    let id: Int

    /// Ends this read's wait with `.cancelled`, unless it has been answered; a GET that nobody else wants ends too.
    package func cancel() { version.cancel(id) }
}
