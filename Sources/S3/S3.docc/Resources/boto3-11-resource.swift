// s3 = session.resource("s3", endpoint_url=endpoint_url)
// bucket = s3.Bucket("photos")
let s3 = try session.resource(endpointURL: endpointURL)
let bucket = s3.bucket("photos")
