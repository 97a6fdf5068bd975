// Placeholder until the first file of S3Tests is here.
