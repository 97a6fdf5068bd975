@testable import S3

extension ResourceScenarios {
    static let properties: [String: Scenario] = [
        "object attributes": { s3 in
            let object = s3.object("bkt", key)
            var texts: [String] = []
            texts.append(text(try await object.deleteMarker))
            texts.append(text(try await object.acceptRanges))
            texts.append(text(try await object.expiration))
            texts.append(text(try await object.restore))
            texts.append(text(try await object.archiveStatus))
            texts.append(time(try await object.lastModified))
            texts.append(text(try await object.contentLength))
            texts.append(text(try await object.checksumCRC32))
            texts.append(text(try await object.checksumCRC32C))
            texts.append(text(try await object.checksumCRC64NVME))
            texts.append(text(try await object.checksumSHA1))
            texts.append(text(try await object.checksumSHA256))
            texts.append(text(try await object.checksumSHA512))
            texts.append(text(try await object.checksumMD5))
            texts.append(text(try await object.checksumXXHASH64))
            texts.append(text(try await object.checksumXXHASH3))
            texts.append(text(try await object.checksumXXHASH128))
            texts.append(text(try await object.checksumType))
            texts.append(text(try await object.eTag))
            texts.append(text(try await object.missingMeta))
            texts.append(text(try await object.versionID))
            texts.append(text(try await object.cacheControl))
            texts.append(text(try await object.contentDisposition))
            texts.append(text(try await object.contentEncoding))
            texts.append(text(try await object.contentLanguage))
            texts.append(text(try await object.contentType))
            texts.append(text(try await object.contentRange))
            texts.append(time(try await object.expires))
            texts.append(text(try await object.websiteRedirectLocation))
            texts.append(text(try await object.serverSideEncryption))
            texts.append(text(try await object.sseCustomerAlgorithm))
            texts.append(text(try await object.sseCustomerKeyMD5))
            texts.append(text(try await object.kmsKeyID))
            texts.append(text(try await object.bucketKeyEnabled))
            texts.append(text(try await object.storageClass))
            texts.append(text(try await object.requestCharged))
            texts.append(text(try await object.replicationStatus))
            texts.append(text(try await object.partsCount))
            texts.append(text(try await object.tagCount))
            texts.append(text(try await object.objectLockMode))
            texts.append(time(try await object.objectLockRetainUntilDate))
            texts.append(text(try await object.objectLockLegalHoldStatus))
            texts.append(text(try await object.metadata["one"]))
            return texts
        },
        "object.load": { s3 in
            let object = s3.object("bkt", key)
            try await object.load()
            try await object.reload()
            return [text(try await object.eTag)]
        },
        "objectSummary attributes": { s3 in
            let object = s3.objectSummary("bkt", key)
            return [
                time(try await object.lastModified), text(try await object.eTag), text(try await object.checksumType),
                text(try await object.size), text(try await object.storageClass),
            ]
        },
        "objectSummary.load": { s3 in
            let object = s3.objectSummary("bkt", key)
            try await object.load()
            return [text(try await object.size)]
        },
        "bucketVersioning attributes": { s3 in
            let versioning = s3.bucketVersioning("bkt")
            return [text(try await versioning.status), text(try await versioning.mfaDelete)]
        },
        "bucketVersioning attributes after an action": { s3 in
            let versioning = s3.bucketVersioning("bkt")
            let before = text(try await versioning.status)
            try await versioning.enable()
            return [before, text(try await versioning.status)]
        },
        "bucketVersioning.reload": { s3 in
            let versioning = s3.bucketVersioning("bkt")
            try await versioning.load()
            try await versioning.reload()
            return [text(try await versioning.status)]
        },
        "objectAcl attributes": { s3 in
            let acl = s3.objectAcl("bkt", key)
            let grant = try await acl.grants.first
            return [
                text(try await acl.owner?.id), text(grant?.grantee?.id), text(grant?.permission),
                text(try await acl.requestCharged),
            ]
        },
        "objectAcl.reload": { s3 in
            let acl = s3.objectAcl("bkt", key)
            try await acl.load()
            try await acl.reload()
            return [text(try await acl.requestCharged)]
        },
        "objectAcl attributes after an action": { s3 in
            let acl = s3.objectAcl("bkt", key)
            let before = text(try await acl.owner?.id)
            try await acl.put(.private)
            return [before, text(try await acl.owner?.id)]
        },
    ]
}
