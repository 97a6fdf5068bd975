extension Config {
    /// What is peculiar to S3 (the dictionary `s3` of botocore's `Config`).
    public struct S3Options: Sendable, Hashable {
        /// How the bucket is named in a request (`addressing_style`).
        public var addressingStyle: ClientConfiguration.AddressingStyle?
        /// Signs the hash of a body also under TLS (`payload_signing_enabled`).
        public var payloadSigningEnabled: Bool?
        /// Uses S3 Transfer Acceleration (`use_accelerate_endpoint`).
        public var useAccelerateEndpoint: Bool?
        /// Uses the hosts with IPv4 and IPv6 addresses (`use_dualstack_endpoint`); goes before the option outside `s3`.
        public var useDualstackEndpoint: Bool?
        /// Takes the region from the ARN of an access point instead of the client's (`use_arn_region`).
        public var useARNRegion: Bool?
        /// Which host `us-east-1` has (`us_east_1_regional_endpoint`).
        public var usEast1RegionalEndpoint: ClientConfiguration.USEast1Endpoint?
        /// Refuses multi-region access points (`s3_disable_multiregion_access_points`).
        public var disableMultiRegionAccessPoints: Bool?
        /// Signs requests to directory buckets by the plain credentials instead of a session's
        /// (`disable_s3_express_session_auth`).
        public var disableS3ExpressSessionAuth: Bool?

        /// Creates options; what is not given stays open.
        public init(
            addressingStyle: ClientConfiguration.AddressingStyle? = nil,
            payloadSigningEnabled: Bool? = nil,
            useAccelerateEndpoint: Bool? = nil,
            useDualstackEndpoint: Bool? = nil,
            useARNRegion: Bool? = nil,
            usEast1RegionalEndpoint: ClientConfiguration.USEast1Endpoint? = nil,
            disableMultiRegionAccessPoints: Bool? = nil,
            disableS3ExpressSessionAuth: Bool? = nil
        ) {
            self.addressingStyle = addressingStyle
            self.payloadSigningEnabled = payloadSigningEnabled
            self.useAccelerateEndpoint = useAccelerateEndpoint
            self.useDualstackEndpoint = useDualstackEndpoint
            self.useARNRegion = useARNRegion
            self.usEast1RegionalEndpoint = usEast1RegionalEndpoint
            self.disableMultiRegionAccessPoints = disableMultiRegionAccessPoints
            self.disableS3ExpressSessionAuth = disableS3ExpressSessionAuth
        }
    }
}
