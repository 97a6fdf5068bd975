extension Session {
    /// The names of AWS's partitions (`get_available_partitions`).
    public var availablePartitions: [String] { Self.regions.map(\.partition) }

    /// The regions of a partition that have S3, sorted (`get_available_regions('s3', partition_name=…)`).
    ///
    /// As of the day of this version; newer ones work, too. Empty for a partition that is not there.
    public func availableRegions(inPartition partition: String = "aws") -> [String] {
        Self.regions.first { $0.partition == partition }?.regions ?? []
    }

    /// The name of the partition that a region, known or new, is in (`get_partition_for_region`).
    ///
    /// Nil where botocore says `UnknownRegionError`: the name has none of AWS's shapes.
    public func partition(forRegion region: String) -> String? {
        guard !region.hasSuffix("-global") else { return nil }
        return Partition.all.first { $0.contains(region) }?.name
    }

    /// botocore's list.
    private static let regions: [(partition: String, regions: [String])] = [
        (
            "aws",
            [
                "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
                "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
                "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1",
                "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
                "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
                "us-west-1", "us-west-2",
            ]
        ),
        ("aws-cn", ["cn-north-1", "cn-northwest-1"]),
        ("aws-us-gov", ["us-gov-east-1", "us-gov-west-1"]),
        ("aws-iso", ["us-iso-east-1", "us-iso-west-1"]),
        ("aws-iso-b", ["us-isob-east-1", "us-isob-west-1"]),
        ("aws-iso-e", ["eu-isoe-west-1"]),
        ("aws-iso-f", ["us-isof-east-1", "us-isof-south-1"]),
        ("aws-eusc", ["eusc-de-east-1"]),
    ]
}
