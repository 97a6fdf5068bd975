import Testing

/// Mounts by the program itself, one after the other: the machine's cores are few.
@Suite("The program", .serialized) struct ProgramTests {}
