// session = boto3.Session(aws_access_key_id=..., aws_secret_access_key=..., region_name="us-east-1")
let session = try Session(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", region: "us-east-1")
