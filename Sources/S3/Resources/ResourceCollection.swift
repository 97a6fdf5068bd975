/// Resources that a listing tells of, page after page (boto3: `ResourceCollection`).
///
/// Nothing is asked before the first resource is wanted, no page before one of its resources is, and memory holds one
/// page. Each iteration lists anew.
public struct ResourceCollection<Input: Sendable, Page: Sendable, Item: Sendable, Element: Sendable>: AsyncSequence,
    Sendable
{
    /// What makes the requests.
    let client: S3Client
    private let plan: PagePlan<Input, Page, Item>
    /// What is asked.
    private(set) var input: Input
    private let resources: @Sendable (S3Client, Page, Input) -> [Element]
    private var maximum: Int?
    private var sizeOfPages: Int?

    init(
        _ client: S3Client, _ plan: PagePlan<Input, Page, Item>, _ input: Input,
        resources: @escaping @Sendable (S3Client, Page, Input) -> [Element]
    ) {
        self.client = client
        self.plan = plan
        self.input = input
        self.resources = resources
    }

    /// The whole collection (boto3: `all`).
    public func all() -> Self { self }

    /// At most so many resources (boto3: `limit`); the last limit holds.
    public func limit(_ count: Int) -> Self {
        precondition(count >= 0, "a limit of \(count)")
        var limited = self
        limited.maximum = count
        return limited
    }

    /// At most so many resources a request (boto3: `page_size`).
    public func pageSize(_ count: Int) -> Self {
        var sized = self
        sized.sizeOfPages = count
        return sized
    }

    /// The resources page by page (boto3: `pages`).
    public func pages() -> ResourcePages<Input, Page, Item, Element> {
        ResourcePages(
            pages: Pages(client, plan, input, pageSize: sizeOfPages, limit: nil, startingToken: nil), client: client,
            input: input, limit: maximum, resources: resources)
    }

    /// The collection with another question.
    func asking(_ change: (inout Input) -> Void) -> Self {
        var other = self
        change(&other.input)
        return other
    }

    /// Goes over the resources; nothing is asked before the first is wanted.
    public func makeAsyncIterator() -> Iterator { Iterator(pages: pages().makeAsyncIterator()) }

    /// One pass over the resources.
    public struct Iterator: AsyncIteratorProtocol {
        private var pages: ResourcePages<Input, Page, Item, Element>.Iterator
        private var page: [Element] = []
        private var position = 0

        init(pages: ResourcePages<Input, Page, Item, Element>.Iterator) { self.pages = pages }

        /// The next resource; nil after the last.
        ///
        /// One request at the end of each page.
        ///
        /// - Throws: `S3Error` of the listing.
        public mutating func next() async throws(S3Error) -> Element? { try await advance() }

        /// The next resource; nil after the last.
        ///
        /// - Throws: `S3Error` of the listing.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> Element? {
            try await advance()
        }

        private nonisolated(nonsending) mutating func advance() async throws(S3Error) -> Element? {
            while position == page.count {
                guard let next = try await pages.advance() else {
                    page = []
                    position = 0
                    return nil
                }
                page = next
                position = 0
            }
            defer { position += 1 }
            return page[position]
        }
    }
}

/// The buckets of an account.
public typealias BucketCollection = ResourceCollection<ListBucketsInput, ListBucketsOutput, ListedBucket, Bucket>
/// The objects of a bucket.
public typealias ObjectCollection = ResourceCollection<
    ListObjectsInput, ListObjectsOutput, ListedObject, ObjectSummary
>
/// The versions of the objects of a bucket.
public typealias ObjectVersionCollection = ResourceCollection<
    ListObjectVersionsInput, ListObjectVersionsOutput, ListedObjectVersion, ObjectVersion
>
/// The uploads to a bucket that are under way.
public typealias MultipartUploadCollection = ResourceCollection<
    ListMultipartUploadsInput, ListMultipartUploadsOutput, ListedUpload, MultipartUpload
>
/// The parts of an upload.
public typealias PartCollection = ResourceCollection<
    ListPartsInput, ListPartsOutput, ListedPart, MultipartUploadPart
>
