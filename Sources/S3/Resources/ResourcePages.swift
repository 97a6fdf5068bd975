/// The resources of a collection page by page, each page fetched when it is wanted (boto3: `pages`).
public struct ResourcePages<Input: Sendable, Page: Sendable, Item: Sendable, Resource: Sendable>: AsyncSequence,
    Sendable
{
    let pages: Pages<Input, Page, Item>
    let client: S3Client
    let input: Input
    let limit: Int?
    let resources: @Sendable (S3Client, Page, Input) -> [Resource]

    /// Goes over the pages; nothing is asked before the first is wanted.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: pages.makeAsyncIterator(), client: client, input: input, limit: limit, resources: resources)
    }

    /// One pass over the pages.
    public struct Iterator: AsyncIteratorProtocol {
        private var pages: Pages<Input, Page, Item>.Iterator
        private let client: S3Client
        private let input: Input
        private let resources: @Sendable (S3Client, Page, Input) -> [Resource]
        /// How many more are wanted; nil for all.
        private var wanted: Int?

        init(
            pages: Pages<Input, Page, Item>.Iterator, client: S3Client, input: Input, limit: Int?,
            resources: @escaping @Sendable (S3Client, Page, Input) -> [Resource]
        ) {
            self.pages = pages
            self.client = client
            self.input = input
            self.resources = resources
            wanted = limit
        }

        /// The next page, which may be empty; nil after the last.
        ///
        /// One request.
        ///
        /// - Throws: `S3Error` of the listing.
        public mutating func next() async throws(S3Error) -> [Resource]? { try await advance() }

        /// The next page, which may be empty; nil after the last.
        ///
        /// - Throws: `S3Error` of the listing.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> [Resource]? {
            try await advance()
        }

        nonisolated(nonsending) mutating func advance() async throws(S3Error) -> [Resource]? {
            guard wanted != 0, let page = try await pages.next(isolation: #isolation) else { return nil }
            var found = resources(client, page, input)
            if let wanted {
                if found.count > wanted { found.removeLast(found.count - wanted) }
                self.wanted = wanted - found.count
            }
            return found
        }
    }
}
