extension S3Client {
    /// What the client was made with, settled (boto3's `client.meta.config`, with `meta.region_name` and
    /// `meta.endpoint_url` in it).
    public var configuration: ClientConfiguration { pipeline.configuration }
}
