import ObjectStore
import Synchronization

/// The pages of one listing that are on their way.
///
/// Not shared: one task asks and takes. What is still under way when it is let go of is cancelled.
struct PageRequests: ~Copyable {
    private typealias Answer = (ask: ListingPlan.Ask, page: Result<ListPage, StoreError>)

    private let store: any ObjectStore
    private let prefix: ObjectKey
    private let answers: AsyncStream<Answer>
    private let arrive: AsyncStream<Answer>.Continuation
    private var iterator: AsyncStream<Answer>.Iterator
    private var tasks: [Task<Void, Never>] = []
    private var underWay = 0

    init(store: any ObjectStore, prefix: ObjectKey) {
        self.store = store
        self.prefix = prefix
        (answers, arrive) = AsyncStream.makeStream(of: Answer.self)
        iterator = answers.makeAsyncIterator()
    }

    deinit {
        for task in tasks { task.cancel() }
    }

    /// Whether no page is to come any more.
    var isEmpty: Bool { underWay == 0 }

    /// Sends requests.
    ///
    /// One LIST for each.
    mutating func ask(_ asks: [ListingPlan.Ask]) {
        for ask in asks {
            var request = ListRequest(prefix: prefix, delimiter: UInt8(ascii: "/"))
            request.startAfter = ask.startAfter.map { ObjectKey($0) }
            request.continuation = ask.continuation
            underWay += 1
            tasks.append(
                Task { [store, arrive] in
                    do throws(StoreError) {
                        arrive.yield((ask, .success(try await store.list(request))))
                    } catch { arrive.yield((ask, .failure(error))) }
                })
        }
    }

    /// The next page that comes; nil when none is on its way.
    ///
    /// - Throws: the error of a request.
    mutating func next() async throws(StoreError) -> (ListingPlan.Ask, ListPage)? {
        guard underWay > 0, let answer = await iterator.next() else { return nil }
        underWay -= 1
        return (answer.ask, try answer.page.get())
    }
}
