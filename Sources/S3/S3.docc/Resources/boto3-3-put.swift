// session = boto3.Session(aws_access_key_id=..., aws_secret_access_key=..., region_name="us-east-1")
let session = try Session(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", region: "us-east-1")

// s3 = session.client("s3", endpoint_url=endpoint_url)
let s3 = try session.client(endpointURL: endpointURL)

// s3.create_bucket(Bucket="photos")
_ = try await s3.createBucket(CreateBucketInput(bucket: "photos"))

// s3.put_object(Bucket="photos", Key="hello.txt", Body=b"Hello\n", ContentType="text/plain")
var put = PutObjectInput(bucket: "photos", key: "hello.txt", body: BytesBody(Array("Hello\n".utf8)))
put.contentType = "text/plain"
_ = try await s3.putObject(put)
