/// Why a bucket cannot be mounted, as the first request found out.
enum MountProblem: Error, Hashable, Sendable {
    /// No source gave credentials; which places were looked at.
    case credentialsMissing(String)
    /// A configured source of credentials is broken.
    case configurationBroken(String)
    /// The bucket's name, or the part of it, cannot be.
    case bucketUnusable(String)
    /// What is to be mounted is an object.
    case isObject
    /// The server does not know the access key, or the signature does not fit the secret.
    case credentialsRejected(String)
    /// This machine's clock is too far from the server's.
    case clockSkewed(String)
    /// The credentials may not list the bucket.
    case accessDenied(String)
    /// There is no such bucket.
    case bucketMissing
    /// The bucket is elsewhere; the region where the server named it.
    case wrongRegion(String?)
    /// No connection came about.
    case unreachable(String)
    /// The server's certificate is not trusted, or it wants one of ours.
    case certificate(String)
    /// No TLS came about.
    case handshake(String)
    /// What answers does not speak as S3 does.
    case noService(String)
    /// The server answers, but not with success.
    case failing(String)
    /// The local cache cannot be made.
    case cacheUnusable(String)
    /// FUSE cannot be had.
    case kernelRefuses(String)

    /// The message for the command line: what is wrong, and what to try.
    func failure(for plan: MountPlan) -> CommandFailure {
        let bucket = "s3://\(plan.bucket.bucket)"
        let endpoint = plan.endpointURL ?? "AWS"
        switch self {
        case .credentialsMissing(let places):
            return CommandFailure(.credentials, "\(bucket): \(places)")
        case .configurationBroken(let why):
            return CommandFailure(
                .configuration, why, advice: "Check ~/.aws/config, ~/.aws/credentials, --profile and AWS_PROFILE.")
        case .bucketUnusable(let why):
            return CommandFailure(
                .usage, "\(bucket): \(why)",
                advice: "Write s3://bucket or s3://bucket/prefix, or the ARN of an access point.")
        case .isObject:
            return CommandFailure(
                .usage, "\(plan.bucket): that is an object, and nothing is below it",
                advice: "Mount the bucket, or the prefix that it is in.")
        case .credentialsRejected(let why):
            return CommandFailure(
                .credentials, "\(bucket): \(endpoint) does not accept the credentials (\(why))",
                advice:
                    "Check the access key, its secret and the session token; keys of one service do not work on another."
            )
        case .clockSkewed(let why):
            return CommandFailure(
                .clockSkew, "\(bucket): this machine's clock is too far from the server's (\(why))",
                advice: "Set the clock: timedatectl set-ntp true")
        case .accessDenied(let why):
            return CommandFailure(
                .denied, "\(bucket): the credentials may not list it (\(why))",
                advice: "They need s3:ListBucket on the bucket and s3:GetObject on its objects. Where only a part is"
                    + " allowed, mount that: \(bucket)/prefix.")
        case .bucketMissing:
            return CommandFailure(
                .missing, "\(bucket): there is no such bucket at \(endpoint)",
                advice: "Check the name, --endpoint-url and --region.")
        case .wrongRegion(let region):
            return CommandFailure(
                .wrongRegion,
                region.map { "\(bucket): it is in the region \($0), not in \(plan.region ?? "the configured one")" }
                    ?? "\(bucket): it is in another region than \(plan.region ?? "the configured one")",
                advice: region.map { "Add --region \($0)" } ?? "Name the bucket's region with --region.")
        case .unreachable(let why):
            return CommandFailure(
                .unreachable, "\(endpoint) cannot be reached (\(why))",
                advice: "Check --endpoint-url, the name, the port, the network and any proxy.")
        case .certificate(let why):
            return CommandFailure(
                .certificate, "\(endpoint): a certificate is not accepted (\(why))",
                advice: "Give the authority that signed the server's with --ca-bundle FILE, and use the name that it"
                    + " was issued for.")
        case .handshake(let why):
            return CommandFailure(
                .certificate, "\(endpoint): no TLS connection came about (\(why))",
                advice: "Does the server speak TLS at this port? If not, write http:// in --endpoint-url.")
        case .noService(let why):
            return CommandFailure(
                .unavailable, "\(endpoint) is no S3 service (\(why))",
                advice: "Check --endpoint-url: its port and path must be those of the S3 service, not those of its web"
                    + " pages or its administration, and no proxy may answer in its place.")
        case .failing(let why):
            return CommandFailure(
                .unavailable, "\(bucket): \(endpoint) answers, but cannot serve it (\(why))",
                advice: "Try again later; --log-level debug shows each attempt.")
        case .cacheUnusable(let why):
            return CommandFailure(
                .cannotCreate, "\(plan.cacheDirectory): \(why)",
                advice: "Name a directory of your own with --cache-dir.")
        case .kernelRefuses(let why):
            return CommandFailure(
                .system, "\(plan.mountPoint): FUSE refuses: \(why)",
                advice: "It needs /dev/fuse and, for ordinary users, fusermount3 (package fuse3). --allow-other needs"
                    + " user_allow_other in /etc/fuse.conf.")
        }
    }
}
