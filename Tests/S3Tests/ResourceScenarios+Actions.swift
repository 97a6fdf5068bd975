@testable import S3

extension ResourceScenarios {
    /// The actions that an object and its summary have in common.
    static func actions<Resource: ObjectResource>(
        _ name: String, _ make: @escaping @Sendable (S3Resource) -> Resource
    ) -> [String: Scenario] {
        let scenarios: [String: Scenario] = [
            ".get": { [String(decoding: try await make($0).get().body.collect(), as: UTF8.self)] },
            ".get with members": { s3 in
                _ = try await make(s3).get {
                    $0.versionID = "v"
                    $0.ifMatch = "\"e\""
                    $0.ifModifiedSince = Instant(seconds: 1_704_164_645)
                    $0.requestPayer = .requester
                    $0.expectedBucketOwner = "111"
                    $0.responseContentType = "x/y"
                }
                return []
            },
            ".put": { s3 in
                try await make(s3).put(BytesBody(Array("some bytes".utf8)))
                return []
            },
            ".put of nothing": { s3 in
                try await make(s3).put()
                return []
            },
            ".put with members": { s3 in
                try await make(s3).put(BytesBody([])) {
                    $0.acl = "public-read"
                    $0.cacheControl = "no-cache"
                    $0.contentType = "text/html"
                    $0.ifNoneMatch = "*"
                    $0.metadata = ["one": "1", "two": "2"]
                    $0.serverSideEncryption = "AES256"
                    $0.storageClass = "STANDARD_IA"
                    $0.tagging = "a=b"
                    $0.expectedBucketOwner = "111"
                }
                return []
            },
            ".delete": { s3 in
                try await make(s3).delete()
                return []
            },
            ".delete with members": { s3 in
                try await make(s3).delete {
                    $0.mfa = "1 2"
                    $0.versionID = "v"
                    $0.bypassGovernanceRetention = true
                    $0.ifMatch = "e"
                }
                return []
            },
            ".copyFrom": { s3 in
                try await make(s3).copyFrom(CopySource(bucket: "src", key: "s ä", versionID: "v")) {
                    $0.metadataDirective = "REPLACE"
                    $0.metadata = ["m": "1"]
                    $0.copySourceIfMatch = "e"
                }
                return []
            },
            ".initiateMultipartUpload": { s3 in
                let upload = try await make(s3).initiateMultipartUpload {
                    $0.contentType = "a/b"
                    $0.storageClass = "GLACIER"
                }
                return [upload.description]
            },
            ".restoreObject": { s3 in
                var request = RestoreRequest()
                request.days = 3
                request.glacierJobParameters = GlacierJobParameters(tier: "Bulk")
                try await make(s3).restoreObject(request) { $0.versionID = "v" }
                return []
            },
            ".waitUntilExists": { s3 in
                try await make(s3).waitUntilExists(delay: 0, maxAttempts: 3) { $0.versionID = "v" }
                return []
            },
            ".waitUntilNotExists": { s3 in
                try await make(s3).waitUntilNotExists(delay: 0, maxAttempts: 3)
                return []
            },
        ]
        return Dictionary(uniqueKeysWithValues: scenarios.map { (name + $0.key, $0.value) })
    }

    static let object: [String: Scenario] = [
        "object attributes after an action": { s3 in
            let object = s3.object("bkt", key)
            let before = text(try await object.eTag)
            try await object.put(BytesBody([UInt8(ascii: "x")]))
            return [before, text(try await object.eTag)]
        },
        "objectSummary attributes after an action": { s3 in
            let object = s3.objectSummary("bkt", key)
            let before = text(try await object.eTag)
            try await object.put(BytesBody([UInt8(ascii: "x")]))
            return [before, text(try await object.eTag)]
        },
        "objectVersion.get": { s3 in
            let output = try await s3.objectVersion("bkt", key, "v/1").get { $0.requestPayer = "requester" }
            return [String(decoding: try await output.body.collect(), as: UTF8.self)]
        },
        "objectVersion.head": { s3 in
            [text(try await s3.objectVersion("bkt", key, "v/1").head { $0.partNumber = 2 }.eTag)]
        },
        "objectVersion.delete": { s3 in
            try await s3.objectVersion("bkt", key, "v/1").delete { $0.mfa = "1 2" }
            return []
        },
        "multipartUpload.abort": { s3 in
            try await s3.multipartUpload("bkt", key, "u/1").abort { $0.requestPayer = "requester" }
            return []
        },
        "multipartUpload.complete": { s3 in
            let parts = [UploadedPart(eTag: "\"1\"", partNumber: 1), UploadedPart(eTag: "\"2\"", partNumber: 2)]
            return [
                try await s3.multipartUpload("bkt", key, "u/1").complete(parts) { $0.ifNoneMatch = "*" }.description
            ]
        },
        "multipartUploadPart.upload": { s3 in
            try await s3.multipartUploadPart("bkt", key, "u/1", 7).upload(BytesBody(Array("part".utf8))) {
                $0.requestPayer = "requester"
            }
            return []
        },
        "multipartUploadPart.copyFrom": { s3 in
            let part = s3.multipartUploadPart("bkt", key, "u/1", 7)
            try await part.copyFrom(CopySource(bucket: "src", key: "s")) {
                $0.copySourceRange = .bytes(0..<10)
                $0.copySourceIfMatch = "e"
            }
            return []
        },
        "bucketVersioning.enable": { s3 in
            try await s3.bucketVersioning("bkt").enable { $0.expectedBucketOwner = "111" }
            return []
        },
        "bucketVersioning.suspend": { s3 in
            try await s3.bucketVersioning("bkt").suspend { $0.expectedBucketOwner = "111" }
            return []
        },
        "bucketVersioning.put": { s3 in
            var configuration = VersioningConfiguration()
            configuration.status = .enabled
            configuration.mfaDelete = "Disabled"
            try await s3.bucketVersioning("bkt").put(configuration) { $0.mfa = "1 2" }
            return []
        },
        "objectAcl.put": { s3 in
            try await s3.objectAcl("bkt", key).put("private") { $0.versionID = "v" }
            return []
        },
    ]
}
