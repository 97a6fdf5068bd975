#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/err.h>

/// EVP_MD_CTX_copy_ex(3) and EVP_Digest*(3) of one HMAC: `inner` and `outer` have taken in the padded key.
///
/// One call from Swift for six, and no context of its own for each.
static inline int copenssl_hmac(
    const EVP_MD_CTX *inner, const EVP_MD_CTX *outer, const void *message, size_t count, unsigned char *result,
    unsigned int *length
) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int digest_length = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int done = context && EVP_MD_CTX_copy_ex(context, inner) && EVP_DigestUpdate(context, message, count)
        && EVP_DigestFinal_ex(context, digest, &digest_length) && EVP_MD_CTX_copy_ex(context, outer)
        && EVP_DigestUpdate(context, digest, digest_length) && EVP_DigestFinal_ex(context, result, length);
    EVP_MD_CTX_free(context);
    return done;
}
