// Placeholder until the first file of WireFaults is here.
