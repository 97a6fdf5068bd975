import ObjectStore
import S3

extension StoreCapabilities {
    /// What a server of this kind is known to do.
    ///
    /// A server that is not recognised is taken for S3 itself; what it then turns out not to do is noticed while
    /// running.
    init(_ server: ServerIdentity?) {
        self.init()
        if server?.server?.hasPrefix("SeaweedFS") == true {
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
}
