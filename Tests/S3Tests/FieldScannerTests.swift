import Testing

@testable import S3

@Suite("Values of header fields") struct FieldScannerTests {
    @Test(
        "Content-Range says which bytes they are",
        arguments: [
            ("bytes 0-9/100", Int64(0), Int64(9), Int64?.some(100)), ("bytes 5-5/*", 5, 5, nil),
            ("bytes 0-9223372036854775806/9223372036854775807", 0, 9_223_372_036_854_775_806, .max),
            ("bytes 1-2/x", 1, 2, nil), ("bytes 1-2/3x", 1, 2, nil), ("bytes 1-2/9223372036854775808", 1, 2, nil),
        ])
    func ranges(_ text: String, _ first: Int64, _ last: Int64, _ total: Int64?) throws {
        let range = try #require(ContentRange(text))
        #expect(range.first == first && range.last == last && range.total == total)
    }

    @Test(
        "What is no Content-Range is none",
        arguments: [
            "", "bytes", "bytes ", "bytes 1", "bytes 1-", "bytes 1-2", "bytes 1-2/", "bytes -2/3", "bytes 2-1/3",
            "bytes */3", "bytes 1-9223372036854775808/3", "items 1-2/3", "bytes 1 - 2/3", "bytes +1-2/3",
        ])
    func noRanges(_ text: String) { #expect(ContentRange(text) == nil) }

    @Test("Fields are found by how their names begin, in the order of arrival, and others are not")
    func prefixes() {
        let fields = HeaderFields([
            ("X-Amz-Meta-One", "1"), ("x-amz-met", "no"), ("etag", "e"), ("x-amz-meta-", "bare"),
            ("x-amz-meta-two", ""),
        ])
        let found = fields.withPrefix("x-amz-meta-")
        #expect(found.map(\.name) == ["one", "", "two"] && found.map(\.value) == ["1", "bare", ""])
    }
}
