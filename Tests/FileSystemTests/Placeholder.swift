// Placeholder until the first file of FileSystemTests is here.
