extension Config {
    /// How failed attempts are repeated (the dictionary `retries` of botocore's `Config`).
    public struct Retries: Sendable, Hashable {
        /// The rules (`mode`).
        public var mode: ClientConfiguration.RetryMode?
        /// The most repetitions after the first attempt, 0 or more (`max_attempts`).
        public var maxAttempts: Int?
        /// The most attempts, the first included, 1 or more (`total_max_attempts`); goes before `maxAttempts`.
        public var totalMaxAttempts: Int?

        /// Creates options; what is not given stays open.
        public init(
            mode: ClientConfiguration.RetryMode? = nil, maxAttempts: Int? = nil, totalMaxAttempts: Int? = nil
        ) {
            self.mode = mode
            self.maxAttempts = maxAttempts
            self.totalMaxAttempts = totalMaxAttempts
        }
    }
}
