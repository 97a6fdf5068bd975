// Placeholder until the first file of FUSETests is here.
