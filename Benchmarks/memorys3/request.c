#include "memorys3.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void request_free(Request *request) {
    free(request->head);
    free(request->key);
    *request = (Request){0};
}

// Cuts the query into decoded names and values, in place.
static void parse_query(Request *request, char *query) {
    while (query && *query && request->query_count < MAX_FIELDS) {
        char *end = strchr(query, '&');
        if (end) *end = 0;
        char *value = strchr(query, '=');
        if (value) *value++ = 0; else value = query + strlen(query);
        percent_decode(query, query, strlen(query), true);
        size_t length = percent_decode(value, value, strlen(value), true);
        request->query[request->query_count++] = (Field){query, value, length};
        query = end ? end + 1 : NULL;
    }
}

static void parse_headers(Request *request, char *line) {
    while (*line && request->header_count < MAX_FIELDS) {
        char *end = strstr(line, "\r\n");
        if (!end || end == line) break;
        *end = 0;
        char *value = strchr(line, ':');
        if (value) {
            *value++ = 0;
            while (*value == ' ' || *value == '\t') value++;
            size_t length = strlen(value);
            while (length && (value[length - 1] == ' ' || value[length - 1] == '\t')) value[--length] = 0;
            request->headers[request->header_count++] = (Field){line, value, length};
        }
        line = end + 2;
    }
}

ssize_t request_parse(Request *request, const char *input, size_t length) {
    const char *end = memmem(input, length, "\r\n\r\n", 4);
    if (!end) return length > 64 << 10 ? -1 : 0;
    size_t head = (size_t)(end + 4 - input);
    request_free(request);
    request->head = malloc(head + 1);
    memcpy(request->head, input, head);
    request->head[head] = 0;
    char *line_end = strstr(request->head, "\r\n");
    if (!line_end) return -1;
    *line_end = 0;
    char *target = strchr(request->head, ' ');
    if (!target) return -1;
    *target++ = 0;
    request->method = request->head;
    char *version = strchr(target, ' ');
    if (!version) return -1;
    *version++ = 0;
    request->keep_alive = strcmp(version, "HTTP/1.0") != 0;
    if (!strncmp(target, "http://", 7)) target += 7 + strcspn(target + 7, "/");
    char *query = strchr(target, '?');
    if (query) *query++ = 0;
    parse_query(request, query);
    parse_headers(request, line_end + 2);

    if (*target == '/') target++;
    size_t target_length = strlen(target);
    request->key = malloc(target_length + 2);
    request->key_length = percent_decode(request->key, target, target_length, false);
    char *slash = memchr(request->key, '/', request->key_length);
    if (!slash && request->key_length) {
        request->key[request->key_length++] = '/';
        request->key[request->key_length] = 0;
    }
    request->bucket_length = slash ? (size_t)(slash + 1 - request->key) : request->key_length;

    const char *connection = request_header(request, "connection");
    if (connection && !strcasecmp(connection, "close")) request->keep_alive = false;
    if (connection && !strcasecmp(connection, "keep-alive")) request->keep_alive = true;
    request->expects_continue = request_header(request, "expect") != NULL;
    return (ssize_t)head;
}

const Field *request_query(const Request *request, const char *name) {
    for (int i = 0; i < request->query_count; i++)
        if (!strcmp(request->query[i].name, name)) return &request->query[i];
    return NULL;
}

const char *request_header(const Request *request, const char *name) {
    for (int i = 0; i < request->header_count; i++)
        if (!strcasecmp(request->headers[i].name, name)) return request->headers[i].value;
    return NULL;
}

// The states of both kinds of chunks: the line with the size (and a signature, which nobody checks), the bytes, the
// line end after them, the trailer until an empty line. An aws-chunked trailer may also end with its envelope.
enum { SIZE_LINE, BYTES, BYTES_END, TRAILER };

size_t chunks_feed(Chunks *chunks, const char *bytes, size_t length, void (*out)(void *, const char *, size_t),
                   void *context) {
    size_t taken = 0;
    while (taken < length && !chunks->done) {
        if (chunks->state == BYTES) {
            size_t part = length - taken;
            if (part > chunks->left) part = (size_t)chunks->left;
            out(context, bytes + taken, part);
            taken += part;
            chunks->left -= part;
            if (!chunks->left) chunks->state = BYTES_END;
            continue;
        }
        char byte = bytes[taken++];
        if (chunks->state == SIZE_LINE && byte != '\n') {
            if (chunks->line_length < (int)sizeof chunks->line - 1) chunks->line[chunks->line_length++] = byte;
        } else if (chunks->state == SIZE_LINE) {
            chunks->line[chunks->line_length] = 0;
            chunks->left = strtoull(chunks->line, NULL, 16);
            chunks->line_length = 0;
            chunks->line_empty = true;
            chunks->state = chunks->left ? BYTES : TRAILER;
        } else if (chunks->state == BYTES_END) {
            if (byte == '\n') chunks->state = SIZE_LINE;
        } else if (byte == '\n') {
            chunks->done = chunks->line_empty;
            chunks->line_empty = true;
        } else if (byte != '\r') {
            chunks->line_empty = false;
        }
    }
    return taken;
}
