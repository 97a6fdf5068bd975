import CCurl

extension TransportError {
    /// What a libcurl result means.
    ///
    /// See: libcurl-errors(3).
    ///
    /// - Parameters:
    ///   - account: what libcurl says beside it.
    ///   - authority: host and port, for the message.
    ///   - hasHead: the answer's head had arrived.
    init(_ result: CURLcode, account: CurlAccount?, authority: String, hasHead: Bool, bytesReceived: Int64) {
        let said = account?.text ?? ""
        var code: Code =
            switch result {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
            case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .connect
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_SHUTDOWN_FAILED: .handshake
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_CERTPROBLEM, CURLE_SSL_CLIENTCERT, CURLE_SSL_INVALIDCERTSTATUS:
                .certificate
            case CURLE_OPERATION_TIMEDOUT: .stalled
            case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_OUT_OF_MEMORY:
                .unsendable
            // An answer without a status line counts as HTTP/0.9, which is not accepted.
            case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .malformed
            case CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING: hasHead ? .receive : .send
            default: hasHead ? .receive : .send
            }
        // Both sides of TLS say in an alert that it is the other's certificate. The server says so after our handshake:
        // with TLS 1.3 in place of its first answer, which libcurl takes for a connection that broke. And of a refusal
        // of ours within a proxy's TLS it knows only that the handshake ended.
        if code == .handshake || code == .send, let alert = account?.alertSent ?? Self.alertReceived(said),
            Self.certificateAlerts.contains(alert)
        {
            code = .certificate
        }
        var message = "\(authority): \(String(cString: curl_easy_strerror(result)))"
        if !said.isEmpty { message += " (\(said))" }
        self.init(code, message, bytesReceived: bytesReceived)
    }

    /// bad_certificate to unknown_ca, access_denied, certificate_required: RFC 8446, section 6.2.
    private static let certificateAlerts: Set<UInt8> = [42, 43, 44, 45, 46, 48, 49, 116]

    /// The alert that ended the connection, as OpenSSL numbers its errors: `error:0A00045C:SSL routines:...`.
    ///
    /// The last three digits are 1000 and the alert's number, from OpenSSL 1.0 to 3; the words differ.
    private static func alertReceived(_ text: String) -> UInt8? {
        guard let mark = text.firstRange(of: "error:"),
            let number = UInt32(text[mark.upperBound...].prefix(8), radix: 16),
            text[mark.upperBound...].contains("alert")
        else { return nil }
        let reason = number & 0xfff
        return reason >= 1000 ? UInt8(exactly: reason - 1000) : nil
    }
}
