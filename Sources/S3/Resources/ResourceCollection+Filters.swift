extension ObjectCollection {
    /// Some of the objects (boto3: `filter`); what is nil stays as it was.
    ///
    /// - Parameters:
    ///   - delimiter: keys that share what follows the prefix up to this are left out (boto3: `Delimiter`).
    ///   - encodingType: how keys are written; nil asks for percent-encoding and decodes it (boto3: `EncodingType`).
    ///   - marker: the key to begin after (boto3: `Marker`).
    ///   - maxKeys: at most so many keys a request (boto3: `MaxKeys`).
    ///   - prefix: only keys that begin with this (boto3: `Prefix`).
    ///   - requestPayer: who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    ///   - expectedBucketOwner: the account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    ///   - optionalObjectAttributes: what is to be told in addition (boto3: `OptionalObjectAttributes`).
    public func filter(
        delimiter: String? = nil, encodingType: EncodingType? = nil, marker: Key? = nil, maxKeys: Int? = nil,
        prefix: Key? = nil, requestPayer: RequestPayer? = nil, expectedBucketOwner: String? = nil,
        optionalObjectAttributes: [OptionalObjectAttribute] = []
    ) -> Self {
        asking { input in
            input.delimiter = delimiter ?? input.delimiter
            input.encodingType = encodingType ?? input.encodingType
            input.marker = marker ?? input.marker
            input.maxKeys = maxKeys ?? input.maxKeys
            input.prefix = prefix ?? input.prefix
            input.requestPayer = requestPayer ?? input.requestPayer
            input.expectedBucketOwner = expectedBucketOwner ?? input.expectedBucketOwner
            input.optionalObjectAttributes += optionalObjectAttributes
        }
    }
}

extension ObjectVersionCollection {
    /// Some of the versions (boto3: `filter`); what is nil stays as it was.
    ///
    /// - Parameters:
    ///   - delimiter: keys that share what follows the prefix up to this are left out (boto3: `Delimiter`).
    ///   - encodingType: how keys are written; nil asks for percent-encoding and decodes it (boto3: `EncodingType`).
    ///   - keyMarker: the key to begin after (boto3: `KeyMarker`).
    ///   - maxKeys: at most so many versions a request (boto3: `MaxKeys`).
    ///   - prefix: only keys that begin with this (boto3: `Prefix`).
    ///   - versionIDMarker: the version of `keyMarker` to begin after (boto3: `VersionIdMarker`).
    ///   - expectedBucketOwner: the account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    ///   - requestPayer: who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    ///   - optionalObjectAttributes: what is to be told in addition (boto3: `OptionalObjectAttributes`).
    public func filter(
        delimiter: String? = nil, encodingType: EncodingType? = nil, keyMarker: Key? = nil, maxKeys: Int? = nil,
        prefix: Key? = nil, versionIDMarker: String? = nil, expectedBucketOwner: String? = nil,
        requestPayer: RequestPayer? = nil, optionalObjectAttributes: [OptionalObjectAttribute] = []
    ) -> Self {
        asking { input in
            input.delimiter = delimiter ?? input.delimiter
            input.encodingType = encodingType ?? input.encodingType
            input.keyMarker = keyMarker ?? input.keyMarker
            input.maxKeys = maxKeys ?? input.maxKeys
            input.prefix = prefix ?? input.prefix
            input.versionIDMarker = versionIDMarker ?? input.versionIDMarker
            input.expectedBucketOwner = expectedBucketOwner ?? input.expectedBucketOwner
            input.requestPayer = requestPayer ?? input.requestPayer
            input.optionalObjectAttributes += optionalObjectAttributes
        }
    }
}

extension MultipartUploadCollection {
    /// Some of the uploads (boto3: `filter`); what is nil stays as it was.
    ///
    /// - Parameters:
    ///   - delimiter: keys that share what follows the prefix up to this are left out (boto3: `Delimiter`).
    ///   - encodingType: how keys are written; nil asks for percent-encoding and decodes it (boto3: `EncodingType`).
    ///   - keyMarker: the key to begin after (boto3: `KeyMarker`).
    ///   - maxUploads: at most so many uploads a request (boto3: `MaxUploads`).
    ///   - prefix: only keys that begin with this (boto3: `Prefix`).
    ///   - uploadIDMarker: the upload of `keyMarker` to begin after (boto3: `UploadIdMarker`).
    ///   - expectedBucketOwner: the account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    ///   - requestPayer: who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public func filter(
        delimiter: String? = nil, encodingType: EncodingType? = nil, keyMarker: Key? = nil, maxUploads: Int? = nil,
        prefix: Key? = nil, uploadIDMarker: String? = nil, expectedBucketOwner: String? = nil,
        requestPayer: RequestPayer? = nil
    ) -> Self {
        asking { input in
            input.delimiter = delimiter ?? input.delimiter
            input.encodingType = encodingType ?? input.encodingType
            input.keyMarker = keyMarker ?? input.keyMarker
            input.maxUploads = maxUploads ?? input.maxUploads
            input.prefix = prefix ?? input.prefix
            input.uploadIDMarker = uploadIDMarker ?? input.uploadIDMarker
            input.expectedBucketOwner = expectedBucketOwner ?? input.expectedBucketOwner
            input.requestPayer = requestPayer ?? input.requestPayer
        }
    }
}

extension PartCollection {
    /// Some of the parts (boto3: `filter`); what is nil stays as it was.
    ///
    /// - Parameters:
    ///   - maxParts: at most so many parts a request (boto3: `MaxParts`).
    ///   - partNumberMarker: the number to begin after (boto3: `PartNumberMarker`).
    ///   - requestPayer: who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    ///   - expectedBucketOwner: the account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    ///   - sseCustomerAlgorithm: the algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    ///   - sseCustomerKey: the caller's own key (boto3: `SSECustomerKey`).
    ///   - sseCustomerKeyMD5: its MD5 in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public func filter(
        maxParts: Int? = nil, partNumberMarker: Int? = nil, requestPayer: RequestPayer? = nil,
        expectedBucketOwner: String? = nil, sseCustomerAlgorithm: String? = nil, sseCustomerKey: EncryptionKey? = nil,
        sseCustomerKeyMD5: String? = nil
    ) -> Self {
        asking { input in
            input.maxParts = maxParts ?? input.maxParts
            input.partNumberMarker = partNumberMarker ?? input.partNumberMarker
            input.requestPayer = requestPayer ?? input.requestPayer
            input.expectedBucketOwner = expectedBucketOwner ?? input.expectedBucketOwner
            input.sseCustomerAlgorithm = sseCustomerAlgorithm ?? input.sseCustomerAlgorithm
            input.sseCustomerKey = sseCustomerKey ?? input.sseCustomerKey
            input.sseCustomerKeyMD5 = sseCustomerKeyMD5 ?? input.sseCustomerKeyMD5
        }
    }
}

extension BucketCollection {
    /// Some of the buckets (boto3: `filter`); what is nil stays as it was.
    ///
    /// - Parameters:
    ///   - maxBuckets: at most so many buckets a request (boto3: `MaxBuckets`).
    ///   - continuationToken: where an earlier listing ended (boto3: `ContinuationToken`).
    ///   - prefix: only names that begin with this (boto3: `Prefix`).
    ///   - bucketRegion: only buckets of this region (boto3: `BucketRegion`).
    public func filter(
        maxBuckets: Int? = nil, continuationToken: String? = nil, prefix: String? = nil, bucketRegion: String? = nil
    ) -> Self {
        asking { input in
            input.maxBuckets = maxBuckets ?? input.maxBuckets
            input.continuationToken = continuationToken ?? input.continuationToken
            input.prefix = prefix ?? input.prefix
            input.bucketRegion = bucketRegion ?? input.bucketRegion
        }
    }
}
