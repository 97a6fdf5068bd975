// Placeholder until the first file of FileSystemTesting is here.
