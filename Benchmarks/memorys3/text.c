#include "memorys3.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(Text *text, size_t more) {
    if (text->length + more + 1 <= text->capacity) return;
    text->capacity = (text->length + more + 1) * 2 + 256;
    text->bytes = realloc(text->bytes, text->capacity);
}

void text_add(Text *text, const void *bytes, size_t length) {
    reserve(text, length);
    if (length) memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = 0;
}

void text_put(Text *text, const char *string) { text_add(text, string, strlen(string)); }

void text_format(Text *text, const char *format, ...) {
    char line[2048];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < (int)sizeof line) {
        text_add(text, line, (size_t)length);
        return;
    }
    reserve(text, (size_t)length);
    va_start(arguments, format);
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void text_xml(Text *text, const char *bytes, size_t length) {
    size_t plain = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x20 && byte != '&' && byte != '<' && byte != '>' && byte != '"') continue;
        text_add(text, bytes + plain, i - plain);
        plain = i + 1;
        text_format(text, "&#%d;", byte);
    }
    text_add(text, bytes + plain, length - plain);
}

void text_percent(Text *text, const char *bytes, size_t length) {
    static const char digits[] = "0123456789ABCDEF";
    reserve(text, length * 3);
    char *to = text->bytes + text->length;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (isalnum(byte) || byte == '-' || byte == '_' || byte == '.' || byte == '~' || byte == '/') {
            *to++ = (char)byte;
        } else {
            *to++ = '%';
            *to++ = digits[byte >> 4];
            *to++ = digits[byte & 15];
        }
    }
    *to = 0;
    text->length = (size_t)(to - text->bytes);
}

void text_free(Text *text) {
    free(text->bytes);
    *text = (Text){0};
}

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t percent_decode(char *to, const char *from, size_t length, bool plus_is_space) {
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        if (from[i] == '%' && i + 2 < length && digit(from[i + 1]) >= 0 && digit(from[i + 2]) >= 0) {
            to[written++] = (char)(digit(from[i + 1]) * 16 + digit(from[i + 2]));
            i += 2;
        } else {
            to[written++] = plus_is_space && from[i] == '+' ? ' ' : from[i];
        }
    }
    to[written] = 0;
    return written;
}

const char *http_date(time_t seconds, char buffer[40]) {
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(buffer, 40, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return buffer;
}

const char *iso_date(time_t seconds, char buffer[40]) {
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(buffer, 40, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    return buffer;
}

uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}
