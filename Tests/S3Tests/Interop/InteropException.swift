@testable import S3

/// A difference that is meant to be, with the reason.
struct InteropException {
    /// The server it shows on; nil for all.
    var server: InteropServer?
    /// The signature it shows with; nil for both.
    var signature: ClientConfiguration.SignatureVersion?
    /// The addressing it shows with; nil for both.
    var addressing: ClientConfiguration.AddressingStyle?
    /// A part of the step's name.
    var step: String
    /// A part of the path of the difference.
    var path: String
    let reason: String

    static let all: [InteropException] = [
        InteropException(
            step: "answer with ", path: "ContentDisposition",
            reason: "botocore reads header fields as Latin-1; here they are the UTF-8 that was asked for"),
        InteropException(
            step: "list V1: empty prefix", path: "NextMarker",
            reason: "both servers write the marker plainly; botocore decodes it all the same"),
        InteropException(
            step: "pages of ListObjects: delimiter, {'PageSize': 4, 'MaxItems': 6}", path: "Pages",
            reason: "botocore goes on after the marker that it decoded wrongly: it lists a prefix twice"),
        InteropException(
            server: .seaweedfs, step: "encrypted by the caller: get", path: "SSECustomerKeyMD5",
            reason: "SeaweedFS sends the field twice: botocore joins both, here the first counts"),
        InteropException(
            signature: .v2, addressing: .path, step: "presigned: list", path: "result",
            reason: "botocore presigns `/bucket/` and writes `/bucket`, which both servers refuse"),
        InteropException(
            signature: .v2, addressing: .path, step: "presigned: head of the bucket", path: "result",
            reason: "botocore presigns `/bucket/` and writes `/bucket`, which both servers refuse"),
        InteropException(
            server: .ceph, step: "key 'ctrl-", path: "",
            reason: "Ceph writes control characters into XML, which botocore cannot read; here they are mended"),
        InteropException(
            server: .ceph, step: ": attributes", path: "error",
            reason: "this Ceph sends the object itself: no XML, which botocore takes for a failure of the server's"),
        InteropException(
            server: .ceph, step: "complete", path: "result.ETag",
            reason: "Ceph leaves the tag out; here it is computed from the parts'"),
    ]

    /// Whether this speaks of a difference.
    func covers(_ difference: InteropDifference, step name: String, in run: InteropRun) -> Bool {
        (server == nil || server == run.server) && (signature == nil || signature == run.signature)
            && (addressing == nil || addressing == run.addressing) && name.contains(step)
            && difference.path.contains(path)
    }
}
