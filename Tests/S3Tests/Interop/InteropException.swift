@testable import S3

/// A difference that is meant to be, with the reason.
struct InteropException {
    /// The server it shows on; nil for all.
    var server: InteropServer?
    /// The signature it shows with; nil for both.
    var signature: ClientConfiguration.SignatureVersion?
    /// How the step's name begins.
    var step: String
    /// A part of the path of the difference.
    var path: String
    let reason: String

    static let all: [InteropException] = [
        InteropException(
            step: "answer with ", path: "ContentDisposition",
            reason: "botocore reads header fields as Latin-1; here they are the UTF-8 that was asked for"),
        InteropException(
            server: .seaweedfs, step: "list V1: empty prefix", path: "NextMarker",
            reason: "SeaweedFS writes the marker plainly; botocore decodes it all the same"),
        InteropException(
            server: .seaweedfs, step: "pages of ListObjects: delimiter, {'PageSize': 4, 'MaxItems': 6}", path: "Pages",
            reason: "botocore goes on after the marker that it decoded wrongly: it lists a prefix twice"),
        InteropException(
            server: .seaweedfs, step: "encrypted by the caller: get", path: "SSECustomerKeyMD5",
            reason: "SeaweedFS sends the field twice: botocore joins both, here the first counts"),
        InteropException(
            server: .seaweedfs, signature: .v2, step: "presigned: list", path: "result",
            reason: "botocore presigns `/bucket/` and writes `/bucket`, which SeaweedFS refuses"),
        InteropException(
            server: .seaweedfs, signature: .v2, step: "presigned: head of the bucket", path: "result",
            reason: "botocore presigns `/bucket/` and writes `/bucket`, which SeaweedFS refuses"),
    ]

    /// Whether this speaks of a difference.
    func covers(_ difference: InteropDifference, step name: String, in run: InteropRun) -> Bool {
        (server == nil || server == run.server) && (signature == nil || signature == run.signature)
            && name.hasPrefix(step) && difference.path.contains(path)
    }
}
