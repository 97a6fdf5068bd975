// pages = s3.get_paginator("list_objects_v2").paginate(Bucket="photos", Prefix="2026/")
var list = ListObjectsV2Input(bucket: "photos")
list.prefix = "2026/"
let pages = s3.listObjectsV2Pages(list)

// keys = [item["Key"] for page in pages for item in page["Contents"]]
var keys: [Key] = []
for try await item in pages.contents {
    keys.append(item.key)
}
