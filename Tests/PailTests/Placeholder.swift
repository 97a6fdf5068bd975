// Placeholder until the first file of PailTests is here.
