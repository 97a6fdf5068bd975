extension S3Client {
    /// All pages of ListObjectsV2 (boto3: `get_paginator("list_objects_v2")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many objects in a page (boto3: `PageSize`).
    ///   - limit: at most so many objects in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listObjectsV2Pages(
        _ input: ListObjectsV2Input, pageSize: Int? = nil, limit: Int? = nil, startingToken: String? = nil
    ) -> Pages<ListObjectsV2Input, ListObjectsV2Output, ListedObject> {
        Pages(self, .listObjectsV2, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// All pages of ListObjects (boto3: `get_paginator("list_objects")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many objects in a page (boto3: `PageSize`).
    ///   - limit: at most so many objects in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listObjectsPages(
        _ input: ListObjectsInput, pageSize: Int? = nil, limit: Int? = nil, startingToken: String? = nil
    ) -> Pages<ListObjectsInput, ListObjectsOutput, ListedObject> {
        Pages(self, .listObjects, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// All pages of ListObjectVersions (boto3: `get_paginator("list_object_versions")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many versions in a page (boto3: `PageSize`).
    ///   - limit: at most so many versions in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listObjectVersionsPages(
        _ input: ListObjectVersionsInput, pageSize: Int? = nil, limit: Int? = nil, startingToken: String? = nil
    ) -> Pages<ListObjectVersionsInput, ListObjectVersionsOutput, ListedObjectVersion> {
        Pages(self, .listObjectVersions, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// All pages of ListMultipartUploads (boto3: `get_paginator("list_multipart_uploads")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many uploads in a page (boto3: `PageSize`).
    ///   - limit: at most so many uploads in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listMultipartUploadsPages(
        _ input: ListMultipartUploadsInput, pageSize: Int? = nil, limit: Int? = nil, startingToken: String? = nil
    ) -> Pages<ListMultipartUploadsInput, ListMultipartUploadsOutput, ListedUpload> {
        Pages(self, .listMultipartUploads, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// All pages of ListParts (boto3: `get_paginator("list_parts")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many parts in a page (boto3: `PageSize`).
    ///   - limit: at most so many parts in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listPartsPages(
        _ input: ListPartsInput, pageSize: Int? = nil, limit: Int? = nil, startingToken: String? = nil
    ) -> Pages<ListPartsInput, ListPartsOutput, ListedPart> {
        Pages(self, .listParts, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// All pages of ListBuckets (boto3: `get_paginator("list_buckets")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many buckets in a page (boto3: `PageSize`).
    ///   - limit: at most so many buckets in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listBucketsPages(
        _ input: ListBucketsInput = ListBucketsInput(), pageSize: Int? = nil, limit: Int? = nil,
        startingToken: String? = nil
    ) -> Pages<ListBucketsInput, ListBucketsOutput, ListedBucket> {
        Pages(self, .listBuckets, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// All pages of ListDirectoryBuckets (boto3: `get_paginator("list_directory_buckets")`).
    ///
    /// One request for each page, when it is wanted.
    ///
    /// - Parameters:
    ///   - input: what is listed.
    ///   - pageSize: at most so many buckets in a page (boto3: `PageSize`).
    ///   - limit: at most so many buckets in all (boto3: `MaxItems`).
    ///   - startingToken: where an earlier listing ended (boto3: `StartingToken`).
    public func listDirectoryBucketsPages(
        _ input: ListDirectoryBucketsInput = ListDirectoryBucketsInput(), pageSize: Int? = nil, limit: Int? = nil,
        startingToken: String? = nil
    ) -> Pages<ListDirectoryBucketsInput, ListDirectoryBucketsOutput, ListedBucket> {
        Pages(self, .listDirectoryBuckets, input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }
}
