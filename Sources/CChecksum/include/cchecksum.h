#pragma once
#include <stddef.h>
#include <stdint.h>

// Cyclic redundancy checks as S3 defines them, all three reflected, begun with ones and inverted at the end.
// A running value is a finished one: begin with 0, and give each call the result of the one before.
// The fastest way that the processor has is chosen at the first call.

/// CRC-32 of ISO-HDLC (zlib's): polynomial 0x04C11DB7.
uint32_t cchecksum_crc32(uint32_t crc, const void *_Nullable bytes, size_t count);
/// CRC-32C of Castagnoli: polynomial 0x1EDC6F41.
uint32_t cchecksum_crc32c(uint32_t crc, const void *_Nullable bytes, size_t count);
/// CRC-64/NVME: polynomial 0xAD93D23594C93659.
uint64_t cchecksum_crc64nvme(uint64_t crc, const void *_Nullable bytes, size_t count);

// The same by tables alone, for processors without the instructions, and for tests to compare with.
uint32_t cchecksum_crc32_portable(uint32_t crc, const void *_Nullable bytes, size_t count);
uint32_t cchecksum_crc32c_portable(uint32_t crc, const void *_Nullable bytes, size_t count);
uint64_t cchecksum_crc64nvme_portable(uint64_t crc, const void *_Nullable bytes, size_t count);

// The value of two runs of bytes in a row, from their values and the length of the second.
uint32_t cchecksum_crc32_combine(uint32_t first, uint32_t second, uint64_t second_count);
uint32_t cchecksum_crc32c_combine(uint32_t first, uint32_t second, uint64_t second_count);
uint64_t cchecksum_crc64nvme_combine(uint64_t first, uint64_t second, uint64_t second_count);
