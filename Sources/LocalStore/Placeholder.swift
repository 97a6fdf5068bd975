// Placeholder until the first file of LocalStore is here.
