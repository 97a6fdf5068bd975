/// What HeadBucket says.
public struct HeadBucketOutput: Sendable, Hashable {
    /// Where the bucket is, where the server says.
    public var region: String?
}

extension S3Client {
    /// Whether a bucket is there and may be used.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: status 404, 403, or a redirect that names another region.
    public func headBucket(_ bucket: String) async throws(S3Error) -> HeadBucketOutput {
        let response = try await pipeline.send(OperationCall("HeadBucket", "HEAD", bucket: bucket))
        return HeadBucketOutput(region: response["x-amz-bucket-region"])
    }

    /// Makes a bucket.
    ///
    /// One request.
    ///
    /// - Parameter region: the location constraint; nil for none.
    /// - Throws: `S3Error`: `BucketAlreadyOwnedByYou`, `BucketAlreadyExists`.
    public func createBucket(_ bucket: String, region: String? = nil) async throws(S3Error) {
        var call = OperationCall("CreateBucket", "PUT", bucket: bucket)
        if let region, region != "us-east-1" {
            var document = XMLWriter()
            document.open("CreateBucketConfiguration", attributes: " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"")
            document.element("LocationConstraint", region)
            document.close("CreateBucketConfiguration")
            call.body = BytesBody(document.bytes)
        }
        _ = try await pipeline.send(call)
    }

    /// Removes an empty bucket.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `BucketNotEmpty`.
    public func deleteBucket(_ bucket: String) async throws(S3Error) {
        _ = try await pipeline.send(OperationCall("DeleteBucket", "DELETE", bucket: bucket))
    }

    /// The buckets of the account.
    ///
    /// One request for each page.
    ///
    /// - Throws: `S3Error`.
    public func listBuckets() async throws(S3Error) -> [ListedBucket] {
        var buckets: [ListedBucket] = []
        var token: String?
        repeat {
            var call = OperationCall("ListBuckets", "GET")
            call.ask("continuation-token", token)
            let response = try await pipeline.send(call)
            let page = ListBucketsDocument()
            try Self.scan(response, call.operation, into: page)
            guard page.isListing else {
                throw Self.malformed(call.operation, "the answer is no ListAllMyBucketsResult")
            }
            buckets += page.buckets
            token = page.continuationToken == token ? nil : page.continuationToken
        } while token != nil
        return buckets
    }
}
