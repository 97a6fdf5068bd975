// Placeholder until the first file of ObjectStoreTesting is here.
