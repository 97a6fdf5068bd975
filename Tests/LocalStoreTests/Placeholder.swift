// Placeholder until the first file of LocalStoreTests is here.
