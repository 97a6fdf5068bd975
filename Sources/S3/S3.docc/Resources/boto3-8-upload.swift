// config = TransferConfig(max_concurrency=4)
var config = TransferConfig()
config.maxConcurrency = 4

// s3.upload_file(path, "photos", "film.mp4", ExtraArgs={"ContentType": "video/mp4"}, Config=config)
var arguments = UploadArguments()
arguments.contentType = "video/mp4"
try await s3.uploadFile(path, bucket: "photos", key: "film.mp4", extraArgs: arguments, config: config)
