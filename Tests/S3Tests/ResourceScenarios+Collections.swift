@testable import S3

extension ResourceScenarios {
    static let objects: [String: Scenario] = [
        "objects.all": { try await list($0.bucket("bkt").objects.all()) },
        "objects.all of none": { try await list($0.bucket("bkt").objects.all()) },
        "objects.all of odd keys": { try await list($0.bucket("bkt").objects) },
        "objects.filter": {
            try await list(
                $0.bucket("bkt").objects.filter(
                    delimiter: "/", marker: "m", maxKeys: 2, prefix: "pre/", requestPayer: "requester",
                    expectedBucketOwner: "111"))
        },
        "objects.filter encoded": { try await list($0.bucket("bkt").objects.filter(encodingType: "url")) },
        "objects.filter twice": {
            try await list(
                $0.bucket("bkt").objects.filter(
                    maxKeys: 5, prefix: "p", optionalObjectAttributes: ["RestoreStatus"]
                ).filter(delimiter: "-", prefix: "q"))
        },
        "objects.limit 1": { try await list($0.bucket("bkt").objects.limit(1)) },
        "objects.limit 2": { try await list($0.bucket("bkt").objects.limit(2)) },
        "objects.limit 3": { try await list($0.bucket("bkt").objects.limit(3)) },
        "objects.limit 5": { try await list($0.bucket("bkt").objects.limit(5)) },
        "objects.limit 9": { try await list($0.bucket("bkt").objects.limit(9)) },
        "objects.pageSize": { try await list($0.bucket("bkt").objects.pageSize(2)) },
        "objects.pageSize over maxKeys": {
            try await list($0.bucket("bkt").objects.filter(maxKeys: 7).pageSize(2).limit(3))
        },
        "objects.pages": { try await pages($0.bucket("bkt").objects.pages()) },
        "objects.limit.pages": { try await pages($0.bucket("bkt").objects.limit(3).pages()) },
        "objects.pages of prefixes": { try await pages($0.bucket("bkt").objects.filter(delimiter: "/").pages()) },
        "objects attributes": { s3 in
            var texts: [String] = []
            for try await object in s3.bucket("bkt").objects {
                texts += [
                    time(try await object.lastModified), text(try await object.eTag),
                    joined(try await object.checksumAlgorithm), text(try await object.checksumType),
                    text(try await object.size), text(try await object.storageClass),
                    text(try await object.owner?.id), text(try await object.restoreStatus?.isRestoreInProgress),
                ]
            }
            return texts
        },
        "objects.delete": {
            try await $0.bucket("bkt").objects.delete().map { String($0.deleted.count) }
        },
        "objects.filter.delete": { s3 in
            try await s3.bucket("bkt").objects.filter(prefix: "x").delete {
                $0.mfa = "1 2"
                $0.requestPayer = "requester"
                $0.bypassGovernanceRetention = true
                $0.expectedBucketOwner = "111"
            }
            return []
        },
        "objects.limit.delete": { s3 in
            try await s3.bucket("bkt").objects.limit(3).delete()
            return []
        },
        "objects.pageSize.delete": { s3 in
            try await s3.bucket("bkt").objects.pageSize(2).delete()
            return []
        },
        "objects.delete of none": { s3 in
            try await s3.bucket("bkt").objects.all().delete()
            return []
        },
    ]

    static let versions: [String: Scenario] = [
        "objectVersions.all": { try await list($0.bucket("bkt").objectVersions.all()) },
        "objectVersions.limit 2": { try await list($0.bucket("bkt").objectVersions.limit(2)) },
        "objectVersions.limit 3": { try await list($0.bucket("bkt").objectVersions.limit(3)) },
        "objectVersions.limit 4": { try await list($0.bucket("bkt").objectVersions.limit(4)) },
        "objectVersions.limit 6": { try await list($0.bucket("bkt").objectVersions.limit(6)) },
        "objectVersions.limit 7": { try await list($0.bucket("bkt").objectVersions.limit(7)) },
        "objectVersions.filter": {
            try await list(
                $0.bucket("bkt").objectVersions.filter(
                    delimiter: "/", keyMarker: "k", maxKeys: 3, prefix: "p", versionIDMarker: "v",
                    expectedBucketOwner: "111", requestPayer: "requester",
                    optionalObjectAttributes: ["RestoreStatus"]))
        },
        "objectVersions.pages": { try await pages($0.bucket("bkt").objectVersions.pageSize(3).pages()) },
        "objectVersions attributes": { s3 in
            var texts: [String] = []
            for try await version in s3.bucket("bkt").objectVersions {
                texts += [
                    text(version.eTag), joined(version.checksumAlgorithm), text(version.checksumType),
                    text(version.size), text(version.storageClass), text(version.key), text(version.versionID),
                    text(version.isLatest), time(version.lastModified), text(version.owner?.id),
                ]
            }
            return texts
        },
        "objectVersions.delete": { s3 in
            try await s3.bucket("bkt").objectVersions.delete()
            return []
        },
        "objectVersions.filter.delete": { s3 in
            try await s3.bucket("bkt").objectVersions.filter(prefix: "a").delete {
                $0.bypassGovernanceRetention = false
            }
            return []
        },
    ]

    static let uploads: [String: Scenario] = [
        "multipartUploads.all": { try await list($0.bucket("bkt").multipartUploads.all()) },
        "multipartUploads.limit": { try await list($0.bucket("bkt").multipartUploads.limit(2)) },
        "multipartUploads.filter": {
            try await list(
                $0.bucket("bkt").multipartUploads.filter(
                    delimiter: "/", keyMarker: "k", maxUploads: 3, prefix: "p", uploadIDMarker: "u",
                    expectedBucketOwner: "111", requestPayer: "requester"))
        },
        "multipartUploads.pageSize": { try await list($0.bucket("bkt").multipartUploads.pageSize(2)) },
        "multipartUploads attributes": { s3 in
            var texts: [String] = []
            for try await upload in s3.bucket("bkt").multipartUploads {
                texts += [
                    text(upload.uploadID), text(upload.key), time(upload.initiated), text(upload.storageClass),
                    text(upload.checksumAlgorithm), text(upload.checksumType), text(upload.owner?.id),
                    text(upload.initiator?.id),
                ]
            }
            return texts
        },
        "parts.all": { try await list($0.multipartUpload("bkt", "k", "u").parts.all()) },
        "parts.limit": { try await list($0.multipartUpload("bkt", "k", "u").parts.limit(2)) },
        "parts.pageSize": { try await list($0.multipartUpload("bkt", "k", "u").parts.pageSize(2)) },
        "parts.filter": {
            try await list(
                $0.multipartUpload("bkt", "k", "u").parts.filter(
                    maxParts: 3, partNumberMarker: 2, requestPayer: "requester", expectedBucketOwner: "111",
                    sseCustomerAlgorithm: "AES256"))
        },
        "parts attributes": { s3 in
            var texts: [String] = []
            for try await part in s3.multipartUpload("bkt", "k", "u").parts {
                texts += [
                    time(part.lastModified), text(part.eTag), text(part.size), text(part.checksumCRC32),
                    text(part.checksumCRC32C), text(part.checksumCRC64NVME), text(part.checksumSHA1),
                    text(part.checksumSHA256), text(part.checksumSHA512), text(part.checksumMD5),
                    text(part.checksumXXHASH64), text(part.checksumXXHASH3), text(part.checksumXXHASH128),
                ]
            }
            return texts
        },
    ]
}
