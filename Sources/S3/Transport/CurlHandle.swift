import CCurl

/// One libcurl easy handle: every option of a transfer is set here.
enum CurlHandle {
    /// What does not change from request to request.
    struct Options: Sendable {
        var caBundle: String?
        var verifiesTLS: Bool
        var connectTimeout: Double
        var userAgent: String
    }

    /// Makes `easy` ready to carry `transfer`, which must live until the handle is reset.
    static func prepare(_ easy: UnsafeMutableRawPointer, for transfer: Transfer, options: Options) {
        let exchange = transfer.exchange
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        curl_easy_reset(easy)
        set(easy, CURLOPT_PRIVATE, context)
        set(easy, CURLOPT_NOSIGNAL, 1)
        set(easy, CURLOPT_TCP_NODELAY, 1)
        set(easy, CURLOPT_TCP_KEEPALIVE, 1)
        set(easy, CURLOPT_FOLLOWLOCATION, 0)
        set(easy, CURLOPT_PATH_AS_IS, 1)
        set(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        set(easy, CURLOPT_USERAGENT, options.userAgent)
        set(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(options.connectTimeout * 1000)))
        set(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
        set(easy, CURLOPT_LOW_SPEED_TIME, max(1, Int(exchange.stallTimeout.rounded(.up))))
        if let limit = exchange.timeLimit { set(easy, CURLOPT_TIMEOUT_MS, max(1, Int(limit * 1000))) }
        set(easy, CURLOPT_BUFFERSIZE, 128 << 10)
        if !options.verifiesTLS {
            set(easy, CURLOPT_SSL_VERIFYPEER, 0)
            set(easy, CURLOPT_SSL_VERIFYHOST, 0)
        }
        // The system's folder of authorities (CAPATH) stays beside it.
        if let bundle = options.caBundle { set(easy, CURLOPT_CAINFO, bundle) }

        set(easy, CURLOPT_URL, exchange.request.url)
        setMethod(easy, exchange)
        transfer.headerList = headerList(of: exchange.request)
        if let list = transfer.headerList { _ = ccurl_setopt_pointer(easy, CURLOPT_HTTPHEADER, list) }

        set(easy, CURLOPT_PREREQDATA, context)
        _ = ccurl_setopt_prereq_function(easy) { context, _, _, _, _ in
            CurlHandle.transfer(context).noteSending()
            return CURL_PREREQFUNC_OK
        }
        set(easy, CURLOPT_HEADERDATA, context)
        set(easy, CURLOPT_WRITEDATA, context)
        _ = ccurl_setopt_data_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            CurlHandle.transfer(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        _ = ccurl_setopt_data_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            CurlHandle.transfer(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
    }

    private static func setMethod(_ easy: UnsafeMutableRawPointer, _ exchange: HTTPExchange) {
        let method = exchange.request.method
        switch method {
        case "GET": set(easy, CURLOPT_HTTPGET, 1)
        case "HEAD": set(easy, CURLOPT_NOBODY, 1)
        default:
            if method == "PUT" || method == "POST" || exchange.body != nil {
                set(easy, CURLOPT_UPLOAD, 1)
                _ = ccurl_setopt_offset(easy, CURLOPT_INFILESIZE_LARGE, Int(exchange.body?.count ?? 0))
                set(easy, CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
                let context = CurlHandle.context(of: easy)
                set(easy, CURLOPT_READDATA, context)
                set(easy, CURLOPT_SEEKDATA, context)
                _ = ccurl_setopt_data_function(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
                    CurlHandle.transfer(context).giveBody(
                        UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
                }
                _ = ccurl_setopt_seek_function(easy) { context, offset, origin in
                    guard origin == 0 else { return CURL_SEEKFUNC_CANTSEEK }
                    CurlHandle.transfer(context).seekBody(Int64(offset))
                    return CURL_SEEKFUNC_OK
                }
            }
            set(easy, CURLOPT_CUSTOMREQUEST, method)
        }
    }

    private static func headerList(of request: HTTPRequest) -> UnsafeMutablePointer<curl_slist>? {
        // Without these two libcurl waits a second for `100 Continue`, or invents a content type.
        var list = curl_slist_append(nil, "expect:")
        if !request.headers.contains(where: { $0.name == "content-type" }) {
            list = curl_slist_append(list, "content-type:")
        }
        if !request.headers.contains(where: { $0.name == "host" }) {
            list = curl_slist_append(list, "host: \(request.endpoint.authority)")
        }
        for (name, value) in request.headers where name != "content-length" {
            // A field without value is written with `;`, or libcurl takes it for one to leave out.
            list = curl_slist_append(list, value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        return list
    }

    /// Frees what belongs to one transfer.
    static func release(_ transfer: Transfer) {
        if let list = transfer.headerList { curl_slist_free_all(list) }
        transfer.headerList = nil
        transfer.easy = nil
    }

    /// The transfer that a callback or a finished handle belongs to; the loop keeps it alive.
    static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("libcurl called back without its context") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// The private pointer of a handle.
    static func context(of easy: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        var context: UnsafeMutableRawPointer?
        _ = ccurl_getinfo_pointer(easy, CURLINFO_PRIVATE, &context)
        return context
    }

    private static func set(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) {
        _ = ccurl_setopt_long(easy, option, value)
    }

    private static func set(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String) {
        _ = ccurl_setopt_string(easy, option, value)
    }

    private static func set(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        _ = ccurl_setopt_pointer(easy, option, value)
    }
}
