/// How one operation is asked for page after page (an entry of botocore's paginators).
struct PagePlan<Input: Sendable, Page: Sendable, Item: Sendable>: Sendable {
    /// The operation's name.
    let operation: String
    /// boto3's names of the members that say where a page begins.
    let names: [String]
    let send: @Sendable (S3Client, Input) async throws(S3Error) -> Page
    /// Where the page after this one begins, by name; all nil when there is none.
    let next: @Sendable (Page) -> [PageToken?]
    /// Makes an input ask for the page that begins there.
    let go: @Sendable (inout Input, [PageToken?]) -> Void
    /// Limits the size of a page.
    let resize: @Sendable (inout Input, Int) -> Void
    /// The items that a limit counts.
    let items: @Sendable (Page) -> [Item]
    let keep: @Sendable (inout Page, [Item]) -> Void
    /// Empties the other lists: of a page that is taken up again they were given out before.
    let clear: @Sendable (inout Page) -> Void
}
