#pragma once
#include <curl/curl.h>
// Swift cannot call C variadics: one typed wrapper for each kind of value that we pass.
static inline CURLcode ccurl_setopt_long(CURL *h, CURLoption o, long v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ccurl_setopt_offset(CURL *h, CURLoption o, curl_off_t v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ccurl_setopt_pointer(CURL *h, CURLoption o, void *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ccurl_setopt_string(CURL *h, CURLoption o, const char *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ccurl_getinfo_long(CURL *h, CURLINFO i, long *v) { return curl_easy_getinfo(h, i, v); }
static inline CURLcode ccurl_getinfo_offset(CURL *h, CURLINFO i, curl_off_t *v) { return curl_easy_getinfo(h, i, v); }
static inline CURLcode ccurl_getinfo_pointer(CURL *h, CURLINFO i, void **v) { return curl_easy_getinfo(h, i, v); }
static inline CURLMcode ccurl_multi_setopt_long(CURLM *m, CURLMoption o, long v) { return curl_multi_setopt(m, o, v); }
typedef size_t (*ccurl_data_function)(char *, size_t, size_t, void *);
static inline CURLcode ccurl_setopt_data_function(CURL *h, CURLoption o, ccurl_data_function f) { return curl_easy_setopt(h, o, f); }
typedef int (*ccurl_seek_function)(void *, curl_off_t, int);
static inline CURLcode ccurl_setopt_seek_function(CURL *h, ccurl_seek_function f) { return curl_easy_setopt(h, CURLOPT_SEEKFUNCTION, f); }
typedef int (*ccurl_prereq_function)(void *, char *, char *, int, int);
static inline CURLcode ccurl_setopt_prereq_function(CURL *h, ccurl_prereq_function f) { return curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, f); }
typedef int (*ccurl_debug_function)(CURL *, curl_infotype, char *, size_t, void *);
static inline CURLcode ccurl_setopt_debug_function(CURL *h, ccurl_debug_function f) { return curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, f); }
