#include "cchecksum.h"

#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define CCHECKSUM_X86 1
#endif

// Reflected polynomials: bit 63 (or 31) stands for x^0.
static const uint64_t POLY32 = 0xEDB88320u;
static const uint64_t POLY32C = 0x82F63B78u;
static const uint64_t POLY64 = 0x9A6C9329AC4BC9B5u;

enum { SLICES = 16, LONG_LANE = 4096, SHORT_LANE = 256 };

static uint32_t table32[SLICES][256];
static uint32_t table32c[SLICES][256];
static uint64_t table64[SLICES][256];

#if CCHECKSUM_X86
/// What moves an accumulator of 128 bits ahead by 128, 512 and 2048 bits: each the factors of its two halves.
struct folding {
    uint64_t by128[2];
    uint64_t by512[2];
    uint64_t by2048[2];
};
static struct folding folding32, folding64;
/// What moves a CRC-32C over the zeros of a lane.
static uint32_t long_lane[4][256], short_lane[4][256];
static int has_clmul, has_wide_clmul, has_crc32;
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;

/// The product of two reflected polynomials of `width` bits modulo `poly`.
static uint64_t multiply(uint64_t a, uint64_t b, uint64_t poly, int width) {
    uint64_t product = 0;
    for (uint64_t bit = 1ull << (width - 1); bit; bit >>= 1) {
        if (a & bit) product ^= b;
        b = b & 1 ? (b >> 1) ^ poly : b >> 1;
    }
    return product;
}

/// x to the power of `exponent`, modulo `poly`.
static uint64_t power(uint64_t exponent, uint64_t poly, int width) {
    uint64_t result = 1ull << (width - 1), base = 1ull << (width - 2);
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) result = multiply(result, base, poly, width);
        base = multiply(base, base, poly, width);
    }
    return result;
}

static void fill32(uint32_t table[SLICES][256], uint32_t poly) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ poly : crc >> 1;
        table[0][byte] = crc;
    }
    for (int slice = 1; slice < SLICES; slice++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t before = table[slice - 1][byte];
            table[slice][byte] = (before >> 8) ^ table[0][before & 255];
        }
}

static void fill64(uint64_t table[SLICES][256], uint64_t poly) {
    for (uint64_t byte = 0; byte < 256; byte++) {
        uint64_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ poly : crc >> 1;
        table[0][byte] = crc;
    }
    for (int slice = 1; slice < SLICES; slice++)
        for (int byte = 0; byte < 256; byte++) {
            uint64_t before = table[slice - 1][byte];
            table[slice][byte] = (before >> 8) ^ table[0][before & 255];
        }
}

#if CCHECKSUM_X86
static struct folding make_folding(uint64_t poly, int width) {
    // The carry-less product of two reflected halves comes out one bit low, hence one power less than the distance.
    int shift = 64 - width;
    struct folding folding = {
        {power(128 + 63, poly, width) << shift, power(128 - 1, poly, width) << shift},
        {power(512 + 63, poly, width) << shift, power(512 - 1, poly, width) << shift},
        {power(2048 + 63, poly, width) << shift, power(2048 - 1, poly, width) << shift},
    };
    return folding;
}

static void fill_lane(uint32_t lane[4][256], uint64_t length) {
    uint64_t factor = power(length * 8, POLY32C, 32);
    for (int slice = 0; slice < 4; slice++)
        for (uint64_t byte = 0; byte < 256; byte++)
            lane[slice][byte] = (uint32_t)multiply(byte << (8 * slice), factor, POLY32C, 32);
}
#endif

static void prepare(void) {
    fill32(table32, (uint32_t)POLY32);
    fill32(table32c, (uint32_t)POLY32C);
    fill64(table64, POLY64);
#if CCHECKSUM_X86
    folding32 = make_folding(POLY32, 32);
    folding64 = make_folding(POLY64, 64);
    fill_lane(long_lane, LONG_LANE);
    fill_lane(short_lane, SHORT_LANE);
    __builtin_cpu_init();
    has_clmul = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
    has_wide_clmul = has_clmul && __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx512f");
    has_crc32 = __builtin_cpu_supports("sse4.2");
#endif
}

// Tables: the state is not inverted.

static inline uint64_t load64(const uint8_t *bytes) {
    uint64_t word = 0;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static uint32_t by_table32(uint32_t table[SLICES][256], uint32_t crc, const uint8_t *bytes, size_t count) {
    for (; count >= 16; bytes += 16, count -= 16) {
        uint64_t low = load64(bytes) ^ crc, high = load64(bytes + 8);
        crc = 0;
        for (int index = 0; index < 8; index++) {
            crc ^= table[15 - index][(low >> (8 * index)) & 255];
            crc ^= table[7 - index][(high >> (8 * index)) & 255];
        }
    }
    for (; count; bytes++, count--) crc = (crc >> 8) ^ table[0][(crc ^ *bytes) & 255];
    return crc;
}

static uint64_t by_table64(uint64_t crc, const uint8_t *bytes, size_t count) {
    for (; count >= 16; bytes += 16, count -= 16) {
        uint64_t low = load64(bytes) ^ crc, high = load64(bytes + 8);
        crc = 0;
        for (int index = 0; index < 8; index++) {
            crc ^= table64[15 - index][(low >> (8 * index)) & 255];
            crc ^= table64[7 - index][(high >> (8 * index)) & 255];
        }
    }
    for (; count; bytes++, count--) crc = (crc >> 8) ^ table64[0][(crc ^ *bytes) & 255];
    return crc;
}

#if CCHECKSUM_X86
/// Moves `lane` ahead by the distance of `factors` and lays `next` over it.
__attribute__((target("pclmul,sse4.1"))) static inline __m128i fold(__m128i lane, __m128i factors, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(lane, factors, 0x00), high = _mm_clmulepi64_si128(lane, factors, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/// Folds four lanes in a row into one that has the same remainder.
__attribute__((target("pclmul,sse4.1"))) static inline void
fold_lanes(const struct folding *folding, const __m128i lanes[4], uint8_t result[16]) {
    __m128i factors = _mm_loadu_si128((const __m128i *)folding->by128);
    __m128i sum = fold(lanes[0], factors, lanes[1]);
    sum = fold(sum, factors, lanes[2]);
    sum = fold(sum, factors, lanes[3]);
    _mm_storeu_si128((__m128i *)result, sum);
}

/// Folds all whole blocks of 64 bytes into 16 bytes that have the same remainder; `count` is at least 64.
///
/// Four lanes hide the latency of the multiplication.
__attribute__((target("pclmul,sse4.1"))) static void
fold_blocks(const struct folding *folding, uint64_t crc, const uint8_t *bytes, size_t count, uint8_t result[16]) {
    const __m128i *blocks = (const __m128i *)bytes;
    __m128i lanes[4];
    for (int lane = 0; lane < 4; lane++) lanes[lane] = _mm_loadu_si128(blocks + lane);
    lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi64_si128((long long)crc));
    const __m128i factors = _mm_loadu_si128((const __m128i *)folding->by512);
    for (blocks += 4, count -= 64; count >= 64; blocks += 4, count -= 64) {
        lanes[0] = fold(lanes[0], factors, _mm_loadu_si128(blocks));
        lanes[1] = fold(lanes[1], factors, _mm_loadu_si128(blocks + 1));
        lanes[2] = fold(lanes[2], factors, _mm_loadu_si128(blocks + 2));
        lanes[3] = fold(lanes[3], factors, _mm_loadu_si128(blocks + 3));
    }
    fold_lanes(folding, lanes, result);
}

/// `fold` for four lanes side by side.
__attribute__((target("vpclmulqdq,avx512f"))) static inline __m512i
fold_wide(__m512i lanes, __m512i factors, __m512i next) {
    __m512i low = _mm512_clmulepi64_epi128(lanes, factors, 0x00), high = _mm512_clmulepi64_epi128(lanes, factors, 0x11);
    return _mm512_ternarylogic_epi64(low, high, next, 0x96);
}

/// `fold_blocks` by the instructions for 512 bits, three times as fast; `count` is at least 256.
__attribute__((target("vpclmulqdq,avx512f,pclmul,sse4.1"))) static void
fold_wide_blocks(const struct folding *folding, uint64_t crc, const uint8_t *bytes, size_t count, uint8_t result[16]) {
    __m512i lanes[4];
    for (int lane = 0; lane < 4; lane++) lanes[lane] = _mm512_loadu_si512(bytes + 64 * lane);
    lanes[0] = _mm512_xor_si512(lanes[0], _mm512_zextsi128_si512(_mm_cvtsi64_si128((long long)crc)));
    __m512i factors = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)folding->by2048));
    for (bytes += 256, count -= 256; count >= 256; bytes += 256, count -= 256)
        for (int lane = 0; lane < 4; lane++)
            lanes[lane] = fold_wide(lanes[lane], factors, _mm512_loadu_si512(bytes + 64 * lane));
    factors = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)folding->by512));
    __m512i sum = lanes[0];
    for (int lane = 1; lane < 4; lane++) sum = fold_wide(sum, factors, lanes[lane]);
    for (; count >= 64; bytes += 64, count -= 64) sum = fold_wide(sum, factors, _mm512_loadu_si512(bytes));
    __m128i narrow[4];
    _mm512_storeu_si512(narrow, sum);
    fold_lanes(folding, narrow, result);
}

/// Folds all whole blocks of 64 bytes by what the processor has; `count` is at least 64.
static void fold_all(const struct folding *folding, uint64_t crc, const uint8_t *bytes, size_t count, uint8_t result[16]) {
    if (has_wide_clmul && count >= 256)
        fold_wide_blocks(folding, crc, bytes, count, result);
    else
        fold_blocks(folding, crc, bytes, count, result);
}

static inline uint32_t over_lane(uint32_t lane[4][256], uint32_t crc) {
    return lane[0][crc & 255] ^ lane[1][(crc >> 8) & 255] ^ lane[2][(crc >> 16) & 255] ^ lane[3][crc >> 24];
}

/// Three lanes of `length` bytes side by side, as the instruction takes three cycles but starts in each.
__attribute__((target("sse4.2"))) static inline uint32_t
three_lanes(uint32_t crc, const uint8_t *bytes, size_t length, uint32_t lane[4][256]) {
    uint64_t first = crc, second = 0, third = 0;
    for (size_t at = 0; at < length; at += 8) {
        first = _mm_crc32_u64(first, load64(bytes + at));
        second = _mm_crc32_u64(second, load64(bytes + length + at));
        third = _mm_crc32_u64(third, load64(bytes + 2 * length + at));
    }
    return over_lane(lane, over_lane(lane, (uint32_t)first) ^ (uint32_t)second) ^ (uint32_t)third;
}

__attribute__((target("sse4.2"))) static uint32_t
by_instruction32c(uint32_t crc, const uint8_t *bytes, size_t count) {
    for (; count >= 3 * LONG_LANE; bytes += 3 * LONG_LANE, count -= 3 * LONG_LANE)
        crc = three_lanes(crc, bytes, LONG_LANE, long_lane);
    for (; count >= 3 * SHORT_LANE; bytes += 3 * SHORT_LANE, count -= 3 * SHORT_LANE)
        crc = three_lanes(crc, bytes, SHORT_LANE, short_lane);
    uint64_t wide = crc;
    for (; count >= 8; bytes += 8, count -= 8) wide = _mm_crc32_u64(wide, load64(bytes));
    crc = (uint32_t)wide;
    for (; count; bytes++, count--) crc = _mm_crc32_u8(crc, *bytes);
    return crc;
}
#endif

uint32_t cchecksum_crc32(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    const uint8_t *next = bytes;
    crc = ~crc;
#if CCHECKSUM_X86
    if (has_clmul && count >= 64) {
        uint8_t folded[16];
        fold_all(&folding32, crc, next, count, folded);
        crc = by_table32(table32, 0, folded, sizeof folded);
        next += count & ~(size_t)63;
        count &= 63;
    }
#endif
    return ~by_table32(table32, crc, next, count);
}

uint32_t cchecksum_crc32c(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
#if CCHECKSUM_X86
    if (has_crc32) return ~by_instruction32c(~crc, bytes, count);
#endif
    return ~by_table32(table32c, ~crc, bytes, count);
}

uint64_t cchecksum_crc64nvme(uint64_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    const uint8_t *next = bytes;
    crc = ~crc;
#if CCHECKSUM_X86
    if (has_clmul && count >= 64) {
        uint8_t folded[16];
        fold_all(&folding64, crc, next, count, folded);
        crc = by_table64(0, folded, sizeof folded);
        next += count & ~(size_t)63;
        count &= 63;
    }
#endif
    return ~by_table64(crc, next, count);
}

uint32_t cchecksum_crc32_portable(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~by_table32(table32, ~crc, bytes, count);
}

uint32_t cchecksum_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~by_table32(table32c, ~crc, bytes, count);
}

uint64_t cchecksum_crc64nvme_portable(uint64_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~by_table64(~crc, bytes, count);
}

// The ones at the beginning and the inversion at the end cancel out between the two values.

/// x to the power of eight times `count`, which may be too long to be counted in bits.
static uint64_t power_of_bytes(uint64_t count, uint64_t poly, int width) {
    uint64_t result = power(count, poly, width);
    for (int doubling = 0; doubling < 3; doubling++) result = multiply(result, result, poly, width);
    return result;
}

uint32_t cchecksum_crc32_combine(uint32_t first, uint32_t second, uint64_t second_count) {
    return (uint32_t)multiply(first, power_of_bytes(second_count, POLY32, 32), POLY32, 32) ^ second;
}

uint32_t cchecksum_crc32c_combine(uint32_t first, uint32_t second, uint64_t second_count) {
    return (uint32_t)multiply(first, power_of_bytes(second_count, POLY32C, 32), POLY32C, 32) ^ second;
}

uint64_t cchecksum_crc64nvme_combine(uint64_t first, uint64_t second, uint64_t second_count) {
    return multiply(first, power_of_bytes(second_count, POLY64, 64), POLY64, 64) ^ second;
}
