import ObjectStore

extension S3ObjectStore {
    /// Refuses to write under a key that the server would fold into another, or reject with a misleading word.
    ///
    /// - Throws: `StoreError` `.rejected`, `.keyTooLong`.
    func requireKept(_ key: ObjectKey) throws(StoreError) {
        let capabilities = capabilities
        if key.bytes.count > ObjectKey.maximumLength { throw StoreError(.keyTooLong, "\(key.bytes.count) bytes") }
        if !capabilities.keepsInvalidUTF8, String(validating: key.bytes, as: UTF8.self) == nil {
            throw StoreError(.rejected, "the server keeps no key that is no UTF-8")
        }
        if !capabilities.keepsBackslash, key.bytes.contains(UInt8(ascii: "\\")) {
            throw StoreError(.rejected, "the server makes a slash of the backslash in a key")
        }
        if !capabilities.keepsControlCharacters, key.bytes.contains(where: { $0 < 32 || $0 == 127 }) {
            throw StoreError(.rejected, "the server keeps no control characters in keys")
        }
        var components = key.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if components.last?.isEmpty == true { components.removeLast() }
        for component in components {
            if component.isEmpty, !capabilities.keepsEmptyComponents {
                throw StoreError(.rejected, "the server keeps no empty component in a key")
            }
            if !capabilities.keepsDotComponents, component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8)
            {
                throw StoreError(.rejected, "the server keeps no . or .. in a key")
            }
            if component.count > capabilities.maximumComponentLength {
                throw StoreError(.keyTooLong, "a component has \(component.count) bytes")
            }
        }
    }

    /// Whether the server can have an object under this key at all.
    func canKeep(_ key: ObjectKey) -> Bool {
        (try? requireKept(key)) != nil
    }
}
