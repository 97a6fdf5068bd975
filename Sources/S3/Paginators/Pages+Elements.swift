extension Pages where Input == ListObjectsV2Input, Page == ListObjectsV2Output, Item == ListedObject {
    /// The objects of all pages, one after the other.
    public var contents: PageElements<Input, Page, Item, ListedObject> { elements { $0.contents } }
    /// The common prefixes of all pages, one after the other.
    public var commonPrefixes: PageElements<Input, Page, Item, Key> { elements { $0.commonPrefixes } }
}

extension Pages where Input == ListObjectsInput, Page == ListObjectsOutput, Item == ListedObject {
    /// The objects of all pages, one after the other.
    public var contents: PageElements<Input, Page, Item, ListedObject> { elements { $0.contents } }
    /// The common prefixes of all pages, one after the other.
    public var commonPrefixes: PageElements<Input, Page, Item, Key> { elements { $0.commonPrefixes } }
}

extension Pages where Input == ListObjectVersionsInput, Page == ListObjectVersionsOutput, Item == ListedObjectVersion {
    /// The versions of all pages, one after the other.
    public var versions: PageElements<Input, Page, Item, ListedObjectVersion> { elements { $0.versions } }
    /// The delete markers of all pages, one after the other.
    public var deleteMarkers: PageElements<Input, Page, Item, ListedDeleteMarker> { elements { $0.deleteMarkers } }
    /// The common prefixes of all pages, one after the other.
    public var commonPrefixes: PageElements<Input, Page, Item, Key> { elements { $0.commonPrefixes } }
}

extension Pages where Input == ListMultipartUploadsInput, Page == ListMultipartUploadsOutput, Item == ListedUpload {
    /// The uploads of all pages, one after the other.
    public var uploads: PageElements<Input, Page, Item, ListedUpload> { elements { $0.uploads } }
    /// The common prefixes of all pages, one after the other.
    public var commonPrefixes: PageElements<Input, Page, Item, Key> { elements { $0.commonPrefixes } }
}

extension Pages where Input == ListPartsInput, Page == ListPartsOutput, Item == ListedPart {
    /// The parts of all pages, one after the other.
    public var parts: PageElements<Input, Page, Item, ListedPart> { elements { $0.parts } }
}

extension Pages where Input == ListBucketsInput, Page == ListBucketsOutput, Item == ListedBucket {
    /// The buckets of all pages, one after the other.
    public var buckets: PageElements<Input, Page, Item, ListedBucket> { elements { $0.buckets } }
}

extension Pages where Input == ListDirectoryBucketsInput, Page == ListDirectoryBucketsOutput, Item == ListedBucket {
    /// The buckets of all pages, one after the other.
    public var buckets: PageElements<Input, Page, Item, ListedBucket> { elements { $0.buckets } }
}
