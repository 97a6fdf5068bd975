extension Config {
    /// A set of defaults for what nothing else decides (botocore's `defaults_mode`).
    ///
    /// A mode other than `legacy` decides how long a connection may take to come about.
    public enum DefaultsMode: String, Sendable, CaseIterable {
        /// The client's own defaults.
        case legacy
        /// 3.1 seconds to connect.
        case standard
        /// 1.1 seconds to connect: for programs that run in the bucket's region.
        case inRegion = "in-region"
        /// 3.1 seconds to connect.
        case crossRegion = "cross-region"
        /// 30 seconds to connect.
        case mobile
        /// `inRegion` or `crossRegion` where AWS runs the program and says in which region (`AWS_EXECUTION_ENV` with
        /// `AWS_REGION`), else `standard`.
        ///
        /// Unlike botocore it asks no instance metadata service: settling a configuration makes no request.
        case auto

        /// The time to connect in seconds; nil for the client's own default.
        ///
        /// - Parameters:
        ///   - region: the client's.
        ///   - environment: says for `auto` where the program runs.
        func connectTimeout(region: String?, environment: [String: String]) -> Double? {
            switch self {
            case .legacy: return nil
            case .inRegion: return 1.1
            case .standard, .crossRegion: return 3.1
            case .mobile: return 30
            case .auto:
                guard environment.text("AWS_EXECUTION_ENV") != nil,
                    let here = environment.text("AWS_REGION") ?? environment.text("AWS_DEFAULT_REGION")
                else { return 3.1 }
                return here == region ? 1.1 : 3.1
            }
        }
    }
}
