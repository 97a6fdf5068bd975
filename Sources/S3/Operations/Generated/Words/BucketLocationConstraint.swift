// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The region of a bucket (boto3: `BucketLocationConstraint`).
///
/// Any other word can be asked for and is kept.
public struct BucketLocationConstraint: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `af-south-1`.
    public static let afSouth1 = BucketLocationConstraint(rawValue: "af-south-1")
    /// `ap-east-1`.
    public static let apEast1 = BucketLocationConstraint(rawValue: "ap-east-1")
    /// `ap-east-2`.
    public static let apEast2 = BucketLocationConstraint(rawValue: "ap-east-2")
    /// `ap-northeast-1`.
    public static let apNortheast1 = BucketLocationConstraint(rawValue: "ap-northeast-1")
    /// `ap-northeast-2`.
    public static let apNortheast2 = BucketLocationConstraint(rawValue: "ap-northeast-2")
    /// `ap-northeast-3`.
    public static let apNortheast3 = BucketLocationConstraint(rawValue: "ap-northeast-3")
    /// `ap-south-1`.
    public static let apSouth1 = BucketLocationConstraint(rawValue: "ap-south-1")
    /// `ap-south-2`.
    public static let apSouth2 = BucketLocationConstraint(rawValue: "ap-south-2")
    /// `ap-southeast-1`.
    public static let apSoutheast1 = BucketLocationConstraint(rawValue: "ap-southeast-1")
    /// `ap-southeast-2`.
    public static let apSoutheast2 = BucketLocationConstraint(rawValue: "ap-southeast-2")
    /// `ap-southeast-3`.
    public static let apSoutheast3 = BucketLocationConstraint(rawValue: "ap-southeast-3")
    /// `ap-southeast-4`.
    public static let apSoutheast4 = BucketLocationConstraint(rawValue: "ap-southeast-4")
    /// `ap-southeast-5`.
    public static let apSoutheast5 = BucketLocationConstraint(rawValue: "ap-southeast-5")
    /// `ap-southeast-6`.
    public static let apSoutheast6 = BucketLocationConstraint(rawValue: "ap-southeast-6")
    /// `ap-southeast-7`.
    public static let apSoutheast7 = BucketLocationConstraint(rawValue: "ap-southeast-7")
    /// `ca-central-1`.
    public static let caCentral1 = BucketLocationConstraint(rawValue: "ca-central-1")
    /// `ca-west-1`.
    public static let caWest1 = BucketLocationConstraint(rawValue: "ca-west-1")
    /// `cn-north-1`.
    public static let cnNorth1 = BucketLocationConstraint(rawValue: "cn-north-1")
    /// `cn-northwest-1`.
    public static let cnNorthwest1 = BucketLocationConstraint(rawValue: "cn-northwest-1")
    /// `EU`.
    public static let eu = BucketLocationConstraint(rawValue: "EU")
    /// `eu-central-1`.
    public static let euCentral1 = BucketLocationConstraint(rawValue: "eu-central-1")
    /// `eu-central-2`.
    public static let euCentral2 = BucketLocationConstraint(rawValue: "eu-central-2")
    /// `eu-north-1`.
    public static let euNorth1 = BucketLocationConstraint(rawValue: "eu-north-1")
    /// `eu-south-1`.
    public static let euSouth1 = BucketLocationConstraint(rawValue: "eu-south-1")
    /// `eu-south-2`.
    public static let euSouth2 = BucketLocationConstraint(rawValue: "eu-south-2")
    /// `eu-west-1`.
    public static let euWest1 = BucketLocationConstraint(rawValue: "eu-west-1")
    /// `eu-west-2`.
    public static let euWest2 = BucketLocationConstraint(rawValue: "eu-west-2")
    /// `eu-west-3`.
    public static let euWest3 = BucketLocationConstraint(rawValue: "eu-west-3")
    /// `il-central-1`.
    public static let ilCentral1 = BucketLocationConstraint(rawValue: "il-central-1")
    /// `me-central-1`.
    public static let meCentral1 = BucketLocationConstraint(rawValue: "me-central-1")
    /// `me-south-1`.
    public static let meSouth1 = BucketLocationConstraint(rawValue: "me-south-1")
    /// `mx-central-1`.
    public static let mxCentral1 = BucketLocationConstraint(rawValue: "mx-central-1")
    /// `sa-east-1`.
    public static let saEast1 = BucketLocationConstraint(rawValue: "sa-east-1")
    /// `us-east-2`.
    public static let usEast2 = BucketLocationConstraint(rawValue: "us-east-2")
    /// `us-gov-east-1`.
    public static let usGovEast1 = BucketLocationConstraint(rawValue: "us-gov-east-1")
    /// `us-gov-west-1`.
    public static let usGovWest1 = BucketLocationConstraint(rawValue: "us-gov-west-1")
    /// `us-west-1`.
    public static let usWest1 = BucketLocationConstraint(rawValue: "us-west-1")
    /// `us-west-2`.
    public static let usWest2 = BucketLocationConstraint(rawValue: "us-west-2")
}
