import ObjectStore
import S3

extension StoreCapabilities {
    /// What a server of this kind is known to do.
    ///
    /// A server that is not recognised is taken for S3 itself, but for what could not be noticed; what it then turns out
    /// not to do is noticed while running.
    init(_ server: ServerIdentity?) {
        self.init()
        // A server that does not know the tags in a batch removes the objects and says nothing: only S3 is believed.
        batchDeleteIfMatches = server?.server == "AmazonS3"
        if let name = server?.server, name.hasPrefix("SeaweedFS") {
            batchDeleteIfMatches = Self.version(name) >= (4, 48)
            prefixesVanish = false
            // Keys are paths of its filer.
            listsInByteOrder = false
            keepsEmptyComponents = false
            keepsDotComponents = false
            keepsBackslash = false
            keepsInvalidUTF8 = false
            maximumComponentLength = 255
            copiesMarkers = false
            markersKeepMetadata = false
        } else if server?.requestID?.hasPrefix("tx") == true {
            // Ceph's gateway. PUT If-Match is not here: newer ones honour it, and older ones are found out.
            conditionalComplete = false
            deleteIfMatches = false
            copySourceIfMatch = false
            keepsInvalidUTF8 = false
        }
    }

    /// The version at the end of a server's name, as in `SeaweedFS 8000GB 4.48`.
    private static func version(_ name: String) -> (Int, Int) {
        let parts = (name.split(separator: " ").last ?? "").split(separator: ".").map { Int($0) ?? 0 }
        return parts.count < 2 ? (0, 0) : (parts[0], parts[1])
    }
}
