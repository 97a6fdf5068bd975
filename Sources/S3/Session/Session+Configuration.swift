extension Session {
    /// A client's configuration from this session, with what the caller sets by hand on top.
    ///
    /// Fields that no session knows (timeouts, connections, user agent) keep their defaults: set them on the result.
    /// Without a region anywhere it is `us-east-1`, as botocore's S3 has it.
    ///
    /// - Parameters:
    ///   - region: goes before the session's.
    ///   - endpointURL: goes before the session's; an empty text means AWS itself.
    ///   - addressingStyle: goes before the session's.
    ///   - caBundle: goes before the session's.
    public func configuration(
        region: String? = nil,
        endpointURL: String? = nil,
        addressingStyle: ClientConfiguration.AddressingStyle? = nil,
        caBundle: String? = nil
    ) -> ClientConfiguration {
        var configuration = ClientConfiguration()
        if let region = region ?? self.region { configuration.region = region }
        configuration.endpointURL = endpointURL.map { $0.isEmpty ? nil : $0 } ?? self.endpointURL
        if let style = addressingStyle ?? self.addressingStyle { configuration.addressingStyle = style }
        configuration.caBundle = caBundle ?? self.caBundle
        if let maxAttempts { configuration.maxAttempts = maxAttempts }
        return configuration
    }
}
