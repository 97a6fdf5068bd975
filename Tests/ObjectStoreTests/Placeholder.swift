// Placeholder until the first file of ObjectStoreTests is here.
