/// A listing page by page, each fetched when it is wanted (boto3: `get_paginator(…).paginate(…)`).
///
/// Memory holds one page. Each iteration begins anew.
public struct Pages<Input: Sendable, Page: Sendable, Item: Sendable>: AsyncSequence, Sendable {
    private let client: S3Client
    private let plan: PagePlan<Input, Page, Item>
    private let input: Input
    private let pageSize: Int?
    private let limit: Int?
    private let startingToken: String?

    init(
        _ client: S3Client, _ plan: PagePlan<Input, Page, Item>, _ input: Input, pageSize: Int?, limit: Int?,
        startingToken: String?
    ) {
        self.client = client
        self.plan = plan
        self.input = input
        self.pageSize = pageSize
        self.limit = limit
        self.startingToken = startingToken
    }

    /// Goes over the pages; nothing is asked before the first is wanted.
    public func makeAsyncIterator() -> Iterator {
        Iterator(
            client: client, plan: plan, input: input, pageSize: pageSize, limit: limit, startingToken: startingToken)
    }

    /// What one list of all pages holds.
    public func elements<Element: Sendable>(
        _ list: @escaping @Sendable (Page) -> [Element]
    ) -> PageElements<Input, Page, Item, Element> {
        PageElements(pages: self, list: list)
    }

    /// One pass over the pages.
    public struct Iterator: AsyncIteratorProtocol {
        private let client: S3Client
        private let plan: PagePlan<Input, Page, Item>
        private var input: Input
        private let pageSize: Int?
        private let limit: Int?
        private let startingToken: String?
        private var isFirst = true
        private var isAtEnd = false
        private var count = 0
        /// Where the page that was last asked for begins.
        private var current: [PageToken?]
        private var previous: [PageToken?]?
        /// Where the listing can be taken up again (boto3: `resume_token`).
        ///
        /// Set when the limit has ended it before its own end.
        public private(set) var resumeToken: String?

        init(
            client: S3Client, plan: PagePlan<Input, Page, Item>, input: Input, pageSize: Int?, limit: Int?,
            startingToken: String?
        ) {
            self.client = client
            self.plan = plan
            self.input = input
            self.pageSize = pageSize
            self.limit = limit
            self.startingToken = startingToken
            current = plan.names.map { _ in nil }
        }

        /// The next page; nil after the last.
        ///
        /// One request.
        ///
        /// - Throws: `S3Error`: the operation's own; `InvalidInput` for a token that is none; `MalformedAnswer` when a
        ///   page names itself as the next.
        public mutating func next() async throws(S3Error) -> Page? { try await advance() }

        /// The next page; nil after the last.
        ///
        /// - Throws: `S3Error`, as without an actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> Page? {
            try await advance()
        }

        fileprivate nonisolated(nonsending) mutating func advance() async throws(S3Error) -> Page? {
            guard !isAtEnd else { return nil }
            let skipped = try begin()
            var page = try await plan.send(client, input)
            if let skipped {
                plan.keep(&page, Array(plan.items(page).dropFirst(skipped)))
                plan.clear(&page)
            }
            let items = plan.items(page)
            if let limit, count + items.count > limit {
                plan.keep(&page, Array(items.prefix(limit - count)))
                let given = limit - count + (skipped ?? 0)
                resumeToken = ResumeToken(tokens: current, skipped: given).text(names: plan.names)
                isAtEnd = true
                return page
            }
            count += items.count
            current = plan.next(page)
            if current.allSatisfy({ $0 == nil }) {
                isAtEnd = true
            } else if count == limit {
                resumeToken = ResumeToken(tokens: current).text(names: plan.names)
                isAtEnd = true
            } else if previous == current {
                throw S3Client.malformed(plan.operation, "the same next token was received twice")
            } else {
                plan.go(&input, current)
                previous = current
            }
            return page
        }

        /// Prepares the first request.
        ///
        /// - Returns: how much of the first page was given out before; nil when this is no resumption.
        private mutating func begin() throws(S3Error) -> Int? {
            guard isFirst else { return nil }
            isFirst = false
            if let pageSize { plan.resize(&input, pageSize) }
            guard let startingToken else { return nil }
            guard let token = ResumeToken(startingToken, names: plan.names) else {
                throw S3Error(
                    .invalidInput, code: "InvalidInput", message: "'\(startingToken)' is no token to start from",
                    operation: plan.operation)
            }
            current = token.tokens
            plan.go(&input, current)
            return token.skipped ?? 0
        }
    }
}

/// The elements of one list of all pages, each page fetched when it is wanted.
public struct PageElements<Input: Sendable, Page: Sendable, Item: Sendable, Element: Sendable>: AsyncSequence, Sendable
{
    fileprivate let pages: Pages<Input, Page, Item>
    fileprivate let list: @Sendable (Page) -> [Element]

    /// Goes over the elements; nothing is asked before the first is wanted.
    public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator(), list: list) }

    /// One pass over the elements.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var pages: Pages<Input, Page, Item>.Iterator
        fileprivate let list: @Sendable (Page) -> [Element]
        private var rest: ArraySlice<Element> = []

        fileprivate init(pages: Pages<Input, Page, Item>.Iterator, list: @escaping @Sendable (Page) -> [Element]) {
            self.pages = pages
            self.list = list
        }

        /// The next element; nil after the last.
        ///
        /// One request for each page.
        ///
        /// - Throws: `S3Error`, as the pages do.
        public mutating func next() async throws(S3Error) -> Element? { try await advance() }

        /// The next element; nil after the last.
        ///
        /// - Throws: `S3Error`, as the pages do.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> Element? {
            try await advance()
        }

        private nonisolated(nonsending) mutating func advance() async throws(S3Error) -> Element? {
            while true {
                if let element = rest.popFirst() { return element }
                guard let page = try await pages.advance() else { return nil }
                rest = list(page)[...]
            }
        }
    }
}
