import CCurl

/// The address and the header lines of one request as libcurl wants them, in memory that is kept from request to request.
///
/// Not `Sendable`: belongs to one slot. libcurl copies the address and reads the lines in place, so they stay as they are
/// until the next request is written.
final class RequestText {
    private var text = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 4096)
    private var count = 0
    private var lines = UnsafeMutableBufferPointer<curl_slist>.allocate(capacity: 32)
    private var starts: [Int] = []

    deinit {
        text.deallocate()
        lines.deallocate()
    }

    /// The address, once a request was written.
    var address: UnsafePointer<CChar>? { UnsafePointer(text.baseAddress) }

    /// The header lines, once a request was written.
    var headers: UnsafeMutablePointer<curl_slist>? { starts.isEmpty ? nil : lines.baseAddress }

    /// Writes down a request.
    func write(_ exchange: HTTPExchange) {
        let request = exchange.request
        count = 0
        starts.removeAll(keepingCapacity: true)
        appendAddress(of: request)
        append(0)
        // Without these two libcurl asks for `100 Continue` by itself, or invents a content type.
        line(exchange.expectsContinue ? "expect: 100-continue" : "expect:")
        var hasType = false
        var hasHost = false
        for (name, value) in request.headers where name != "content-length" {
            if name == "content-type" { hasType = true }
            if name == "host" { hasHost = true }
            // A field without value is written with `;`, or libcurl takes it for one to leave out.
            line(name, value.isEmpty ? ";" : ": ", value)
        }
        if !hasType { line("content-type:") }
        if !hasHost { line("host: ", request.endpoint.authority) }
        link()
    }

    /// The address as sent, as `HTTPRequest.url` has it.
    private func appendAddress(of request: HTTPRequest) {
        let endpoint = request.endpoint
        append(endpoint.scheme)
        append("://")
        append(endpoint.authority)
        append(endpoint.path)
        for (index, item) in request.query.enumerated() {
            append(index == 0 ? "?" : "&")
            append(PercentEncoding.query.text(item.name))
            if let value = item.value {
                append("=")
                append(PercentEncoding.query.text(value))
            }
        }
    }

    private func line(_ pieces: String...) {
        starts.append(count)
        for piece in pieces { append(piece) }
        append(0)
    }

    private func append(_ piece: String) {
        var piece = piece
        piece.withUTF8 { utf8 in
            reserve(utf8.count)
            UnsafeMutableRawBufferPointer(text)[count...].copyBytes(from: utf8)
            count += utf8.count
        }
    }

    private func append(_ byte: CChar) {
        reserve(1)
        text[count] = byte
        count += 1
    }

    private func reserve(_ more: Int) {
        guard count + more > text.count else { return }
        let larger = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(count + more, text.count * 2))
        UnsafeMutableRawBufferPointer(larger).copyBytes(from: UnsafeRawBufferPointer(text)[..<count])
        text.deallocate()
        text = larger
    }

    /// Makes the lines a list of libcurl's, once none of them moves any more.
    private func link() {
        if starts.count > lines.count {
            lines.deallocate()
            lines = UnsafeMutableBufferPointer<curl_slist>.allocate(capacity: starts.count * 2)
        }
        guard let text = text.baseAddress, let first = lines.baseAddress else { return }
        for (index, start) in starts.enumerated() {
            let next = index + 1 < starts.count ? first + index + 1 : nil
            (first + index).initialize(to: curl_slist(data: text + start, next: next))
        }
    }
}
