extension Session {
    /// Does what libcurl and OpenSSL do once in a process, for which the first client waits otherwise.
    ///
    /// It takes some milliseconds of a processor and makes no request. Nobody has to call it; a program that has
    /// something else to do before its first client may, on any thread.
    public static func prepareLibraries() {
        CurlLoop.prepareLibrary()
        _ = HMACKey([], .sha256).sign([])
    }
}
