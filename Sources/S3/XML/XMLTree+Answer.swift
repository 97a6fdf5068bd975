extension XMLTree {
    /// The document of an answer; nil when it has no body.
    ///
    /// - Throws: `S3Error` `.malformedAnswer`.
    static func read(_ answer: HTTPResponse, _ operation: String) throws(S3Error) -> XMLNode? {
        guard !answer.body.isEmpty else { return nil }
        do throws(XMLError) {
            return try XMLTree(answer.body).root
        } catch {
            throw S3Client.malformed(operation, "the answer is no XML: \(error)")
        }
    }

    /// The document of an answer that has to have this root.
    ///
    /// - Throws: `S3Error` `.malformedAnswer`.
    static func read(
        _ answer: HTTPResponse, _ operation: String, root name: ElementName
    ) throws(S3Error) -> XMLNode {
        guard let root = try read(answer, operation), root.name == name else {
            throw S3Client.malformed(operation, "the answer is no \(name.rawValue)")
        }
        return root
    }

    /// A listing, also one whose echo of the request is no XML as long as its keys are encoded.
    ///
    /// - Parameter isDecoded: whether keys are wanted decoded, if they are encoded.
    /// - Throws: `S3Error` `.malformedAnswer`.
    static func readListing(
        _ answer: HTTPResponse, _ operation: String, root name: ElementName, isDecoded: Bool
    ) throws(S3Error) -> XMLNode {
        var root: XMLNode
        var isMended = false
        do throws(S3Error) {
            root = try read(answer, operation, root: name)
        } catch {
            guard let mended = XMLRepair.replacingInvalidReferences(answer.body) else { throw error }
            root = try read(HTTPResponse(status: answer.status, body: mended), operation, root: name)
            guard root.isURLEncoded else { throw error }
            isMended = true
        }
        return root.tree.read(isDecoding: isDecoded && root.isURLEncoded, isMended: isMended).root
    }
}

extension XMLNode {
    /// Whether a listing says that its keys are percent-encoded; some say it after the keys.
    fileprivate var isURLEncoded: Bool {
        children(.encodingType).contains { $0.text.lowercased() == "url" }
    }
}
