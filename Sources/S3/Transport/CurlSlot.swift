import CCurl
import Glibc

/// One libcurl easy handle and what it needs from request to request; belongs to a loop's thread.
///
/// What never changes is set once, when the slot is made; a request sets only what it differs in.
final class CurlSlot {
    /// What is asked of the handle beside its address; set again only when it changes.
    private enum Shape: Equatable {
        case get
        case head
        case upload(String)
        case other(String)
    }

    let easy: UnsafeMutableRawPointer
    /// What libcurl says about the transfer.
    let account = CurlAccount()
    /// The transfer that the handle carries.
    private(set) var transfer: Transfer?
    private let options: CurlOptions
    private let text = RequestText()
    private var shape: Shape?
    private var rate: Int64 = 0

    /// Called when a transfer pauses.
    private let onPause: () -> Void

    /// Makes a handle; nil when there is no memory.
    init?(options: CurlOptions, onPause: @escaping () -> Void) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.options = options
        self.onPause = onPause
        setConstants()
        setCallbacks()
    }

    deinit { curl_easy_cleanup(easy) }

    /// Makes the handle ready to carry `transfer`.
    ///
    /// - Parameter timeLimit: seconds; nil for any time.
    func prepare(_ transfer: Transfer, timeLimit: Double?) {
        self.transfer = transfer
        account.reset()
        let exchange = transfer.exchange
        text.write(exchange)
        _ = ccurl_setopt_string(easy, CURLOPT_URL, text.address)
        _ = ccurl_setopt_pointer(easy, CURLOPT_HTTPHEADER, text.headers)
        set(CURLOPT_LOW_SPEED_TIME, Self.whole(exchange.stallTimeout.rounded(.up)))
        set(CURLOPT_TIMEOUT_MS, timeLimit.map { Self.whole($0 * 1000) } ?? 0)
        setRate(exchange.maximumRate ?? 0)
        setShape(exchange)
        if hasProxies {
            let endpoint = exchange.request.endpoint
            let proxy = options.proxies.proxy(scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port)
            set(CURLOPT_PROXY, proxy ?? "")
            account.keepSecret(proxy ?? "")
        }
    }

    /// Lets go of the transfer.
    func release() { transfer = nil }

    // MARK: Options

    /// A time as libcurl takes it: at least 1, which is not its "for ever", and no more than any `long` of its holds.
    private static func whole(_ time: Double) -> Int { time < 2e9 ? Int(max(1, time)) : 2_000_000_000 }

    private func setConstants() {
        _ = ccurl_setopt_pointer(easy, CURLOPT_PRIVATE, context)
        _ = ccurl_setopt_pointer(easy, CURLOPT_ERRORBUFFER, account.buffer)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_TCP_KEEPALIVE, options.keepsTCPAlive ? 1 : 0)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_USERAGENT, options.userAgent)
        set(CURLOPT_CONNECTTIMEOUT_MS, Self.whole(options.connectTimeout * 1000))
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_BUFFERSIZE, 512 << 10)
        if !options.verifiesTLS {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        // A bundle stands instead of the system's authorities, as in boto3: libcurl would look into their folder, too.
        if let bundle = options.caBundle { set(CURLOPT_CAINFO, bundle) }
        // And where a folder counts it keeps nothing: each connection would cost the 35 ms of reading the bundle.
        if options.caBundle != nil || hasSystemBundle { _ = ccurl_setopt_string(easy, CURLOPT_CAPATH, nil) }
        // What it has read it keeps for a minute instead of a day, so that a new bundle counts.
        set(CURLOPT_CA_CACHE_TIMEOUT, 60)
        if let certificate = options.clientCertificate {
            set(CURLOPT_SSLCERT, certificate)
            set(CURLOPT_SSLKEY, options.clientKey ?? certificate)
        }
        setProxies()
    }

    /// Whether the file of authorities that libcurl was built with is here; their folder says the same, file by file.
    private var hasSystemBundle: Bool {
        var path: UnsafeMutableRawPointer?
        guard ccurl_getinfo_pointer(easy, CURLINFO_CAINFO, &path) == CURLE_OK, let path else { return false }
        return access(path.assumingMemoryBound(to: CChar.self), R_OK) == 0
    }

    private func setProxies() {
        // Empty texts keep libcurl from reading the environment: the session did.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOPROXY, "")
        // A tunnel's head is none of the server's.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        guard hasProxies else { return }
        if let bundle = options.proxies.caBundle { set(CURLOPT_PROXY_CAINFO, bundle) }
        if options.proxies.caBundle != nil || hasSystemBundle {
            _ = ccurl_setopt_string(easy, CURLOPT_PROXY_CAPATH, nil)
        }
        if let certificate = options.proxies.clientCertificate {
            set(CURLOPT_PROXY_SSLCERT, certificate)
            set(CURLOPT_PROXY_SSLKEY, options.proxies.clientKey ?? certificate)
        }
        if options.proxies.complete.https?.lowercased().hasPrefix("https://") == true { reportAlerts() }
    }

    /// Notes the alerts that we send: TLS within a proxy's TLS that we refuse has no other reason.
    ///
    /// Only there, since libcurl then tells everything that it does.
    private func reportAlerts() {
        _ = ccurl_setopt_pointer(easy, CURLOPT_DEBUGDATA, context)
        _ = ccurl_setopt_debug_function(easy) { _, kind, bytes, count, context in
            // No other message of TLS has two bytes: the level, and what it is about.
            guard kind == CURLINFO_SSL_DATA_OUT, count == 2, let bytes else { return 0 }
            let alert = UInt8(bitPattern: bytes[1])
            // The end of the connection is no reason for it.
            if alert != 0 { CurlSlot.slot(context).account.alertSent = alert }
            return 0
        }
        set(CURLOPT_VERBOSE, 1)
    }

    private var hasProxies: Bool { options.proxies.http != nil || options.proxies.https != nil }

    private func setRate(_ rate: Int64) {
        guard rate != self.rate else { return }
        self.rate = rate
        _ = ccurl_setopt_offset(easy, CURLOPT_MAX_SEND_SPEED_LARGE, Int(rate))
        _ = ccurl_setopt_offset(easy, CURLOPT_MAX_RECV_SPEED_LARGE, Int(rate))
    }

    private func setShape(_ exchange: HTTPExchange) {
        let method = exchange.request.method
        let wanted: Shape =
            switch method {
            case "GET": .get
            case "HEAD": .head
            default: method == "PUT" || method == "POST" || exchange.body != nil ? .upload(method) : .other(method)
            }
        if wanted != shape {
            shape = wanted
            set(CURLOPT_HTTPGET, 1)
            _ = ccurl_setopt_string(easy, CURLOPT_CUSTOMREQUEST, nil)
            switch wanted {
            case .get: break
            case .head: set(CURLOPT_NOBODY, 1)
            case .other(let method): set(CURLOPT_CUSTOMREQUEST, method)
            case .upload(let method):
                set(CURLOPT_UPLOAD, 1)
                set(CURLOPT_CUSTOMREQUEST, method)
            }
        }
        guard case .upload = wanted else { return }
        let count = exchange.body?.count ?? 0
        _ = ccurl_setopt_offset(easy, CURLOPT_INFILESIZE_LARGE, Int(count))
        // libcurl allocates the buffer anew for each request: no larger than the body needs.
        set(CURLOPT_UPLOAD_BUFFERSIZE, max(16 << 10, min(Self.largestUploadBuffer, Int(min(count, 1 << 30)))))
    }

    /// How much of a body is read at once.
    private static let largestUploadBuffer = 256 << 10

    private func setCallbacks() {
        _ = ccurl_setopt_pointer(easy, CURLOPT_PREREQDATA, context)
        _ = ccurl_setopt_prereq_function(easy) { context, _, _, _, _ in
            CurlSlot.transfer(context).noteSending()
            return CURL_PREREQFUNC_OK
        }
        _ = ccurl_setopt_pointer(easy, CURLOPT_HEADERDATA, context)
        _ = ccurl_setopt_data_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            CurlSlot.transfer(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        _ = ccurl_setopt_pointer(easy, CURLOPT_WRITEDATA, context)
        _ = ccurl_setopt_data_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let slot = CurlSlot.slot(context)
            let taken = slot.carried.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
            if taken == Int(CURL_WRITEFUNC_PAUSE) { slot.onPause() }
            return taken
        }
        _ = ccurl_setopt_pointer(easy, CURLOPT_READDATA, context)
        _ = ccurl_setopt_data_function(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            CurlSlot.transfer(context).giveBody(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        _ = ccurl_setopt_pointer(easy, CURLOPT_SEEKDATA, context)
        _ = ccurl_setopt_seek_function(easy) { context, offset, origin in
            guard origin == 0 else { return CURL_SEEKFUNC_CANTSEEK }
            CurlSlot.transfer(context).seekBody(Int64(offset))
            return CURL_SEEKFUNC_OK
        }
    }

    // MARK: Context

    /// What libcurl hands to the callbacks; the loop keeps the slot alive as long as its handle.
    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    /// The slot of a handle.
    static func slot(of easy: UnsafeMutableRawPointer) -> CurlSlot {
        var context: UnsafeMutableRawPointer?
        _ = ccurl_getinfo_pointer(easy, CURLINFO_PRIVATE, &context)
        return slot(context)
    }

    private static func slot(_ context: UnsafeMutableRawPointer?) -> CurlSlot {
        guard let context else { preconditionFailure("libcurl called back without its context") }
        return Unmanaged<CurlSlot>.fromOpaque(context).takeUnretainedValue()
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer { slot(context).carried }

    private var carried: Transfer {
        guard let transfer else { preconditionFailure("libcurl called back between transfers") }
        return transfer
    }

    private func set(_ option: CURLoption, _ value: Int) { _ = ccurl_setopt_long(easy, option, value) }

    private func set(_ option: CURLoption, _ value: String) { _ = ccurl_setopt_string(easy, option, value) }
}
