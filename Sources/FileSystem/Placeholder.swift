// Placeholder until the first file of FileSystem is here.
