#include "memorys3.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NAMESPACE " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

static void answer_xml(Connection *connection, Text *text) {
    answer_text(connection, 200, "application/xml", text->bytes, text->length);
    text_free(text);
}

static Condition condition(const Request *request) {
    Condition condition = {0};
    const char *match = request_header(request, "if-match"), *none = request_header(request, "if-none-match");
    if (match) snprintf(condition.match, sizeof condition.match, "%s", match);
    if (none) snprintf(condition.none_match, sizeof condition.none_match, "%s", none);
    return condition;
}

// ---- entity tags

static void tag_digest(Object *object, const unsigned char digest[16], int parts) {
    char *to = object->etag;
    *to++ = '"';
    for (int i = 0; i < 16; i++) to += sprintf(to, "%02x", digest[i]);
    if (parts) to += sprintf(to, "-%d", parts);
    strcpy(to, "\"");
}

// The MD5 where it is cheap or was sent along. Hashing every byte would measure MD5 and not the client.
static void tag_body(Object *object, const Request *request) {
    unsigned char digest[36];
    const char *sent = request_header(request, "content-md5");
    if (sent && strlen(sent) == 24 && EVP_DecodeBlock(digest, (const unsigned char *)sent, 24) == 18) {
        tag_digest(object, digest, 0);
    } else if (object->size <= SMALL_BUFFER) {
        const char *bytes = object->segment_count ? object->segments[0].buffer->bytes : "";
        EVP_Digest(bytes, (size_t)object->size, digest, NULL, EVP_md5(), NULL);
        tag_digest(object, digest, 0);
    }
}

// ---- metadata

static bool is_kept(const Field *header) {
    static const char *const names[] = {"content-type",     "cache-control", "content-disposition",
                                        "content-language", "expires",       "x-amz-storage-class"};
    if (!strncasecmp(header->name, "x-amz-meta-", 11)) return true;
    if (!strcasecmp(header->name, "content-encoding")) return strcmp(header->value, "aws-chunked") != 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(header->name, names[i])) return true;
    return false;
}

static char *kept_headers(const Request *request) {
    Text text = {0};
    for (int i = 0; i < request->header_count; i++) {
        const Field *header = &request->headers[i];
        const char *value = header->value;
        if (!is_kept(header)) continue;
        if (!strcasecmp(header->name, "content-encoding") && !strncmp(value, "aws-chunked,", 12)) value += 12;
        text_format(&text, "%s: %s\r\n", header->name, value);
    }
    return text.bytes;
}

// ---- reading

static void put_object_headers(Connection *connection, const Object *object) {
    char date[40];
    const char *headers = object->headers ? object->headers : "Content-Type: binary/octet-stream\r\n";
    text_format(&connection->answer, "ETag: %s\r\nLast-Modified: %s\r\nAccept-Ranges: bytes\r\n", object->etag,
                http_date(object->modified, date));
    text_put(&connection->answer, headers);
}

// 1 with the range cut to the object, 0 when none was asked for, -1 when it lies outside.
static int asked_range(const Request *request, uint64_t size, uint64_t *offset, uint64_t *length) {
    *offset = 0;
    *length = size;
    const char *range = request_header(request, "range");
    if (!range || strncmp(range, "bytes=", 6)) return 0;
    range += 6;
    char *end;
    if (*range == '-') {
        uint64_t wanted = strtoull(range + 1, NULL, 10);
        *length = wanted < size ? wanted : size;
        *offset = size - *length;
        return *length ? 1 : -1;
    }
    *offset = strtoull(range, &end, 10);
    if (*end != '-') return 0;
    if (*offset >= size) return -1;
    uint64_t last = end[1] ? strtoull(end + 1, NULL, 10) : size - 1;
    if (last >= size) last = size - 1;
    if (last < *offset) return 0;
    *length = last - *offset + 1;
    return 1;
}

static bool same_tag(const char *wanted, const Object *object) {
    size_t length = strlen(object->etag);
    return !strcmp(wanted, "*") || !strcmp(wanted, object->etag) ||
           (strlen(wanted) + 2 == length && !strncmp(wanted, object->etag + 1, length - 2));
}

static void get_object(Connection *connection, bool wants_body) {
    Request *request = &connection->request;
    count(wants_body ? COUNT_GET : COUNT_HEAD, 1);
    Object *object = store_find(request->key, request->key_length);
    if (!object) {
        answer_error(connection, 404, "NoSuchKey");
        return;
    }
    Condition asked = condition(request);
    uint64_t offset, length;
    int range = asked_range(request, object->size, &offset, &length);
    if (asked.match[0] && !same_tag(asked.match, object)) {
        answer_error(connection, 412, "PreconditionFailed");
    } else if (asked.none_match[0] && same_tag(asked.none_match, object)) {
        answer_status(connection, 304);
        text_format(&connection->answer, "ETag: %s\r\n\r\n", object->etag);
    } else if (range < 0) {
        answer_error(connection, 416, "InvalidRange");
    } else {
        answer_status(connection, range ? 206 : 200);
        put_object_headers(connection, object);
        if (range)
            text_format(&connection->answer, "Content-Range: bytes %llu-%llu/%llu\r\n", (unsigned long long)offset,
                        (unsigned long long)(offset + length - 1), (unsigned long long)object->size);
        text_format(&connection->answer, "Content-Length: %llu\r\n\r\n", (unsigned long long)length);
        if (wants_body && length) {
            connection->object = object;
            connection->object_offset = offset;
            connection->object_left = length;
            return;
        }
    }
    object_release(object);
}

// ---- writing

// The object that a copy names, retained, or null after an error was answered.
static Object *copy_source(Connection *connection) {
    const Request *request = &connection->request;
    const char *name = request_header(request, "x-amz-copy-source");
    char *key = malloc(strlen(name) + 1);
    size_t length = percent_decode(key, name, strcspn(name, "?"), false);
    size_t skipped = *key == '/';
    Object *source = store_find(key + skipped, length - skipped);
    free(key);
    const char *match = request_header(request, "x-amz-copy-source-if-match");
    if (!source) {
        answer_error(connection, 404, "NoSuchKey");
    } else if (match && !same_tag(match, source)) {
        object_release(source);
        source = NULL;
        answer_error(connection, 412, "PreconditionFailed");
    }
    return source;
}

static void answer_copied(Connection *connection, const char *element, const Object *object) {
    char date[40];
    Text text = {0};
    text_format(&text, XML "<%s" NAMESPACE "><LastModified>%s</LastModified><ETag>&quot;%.*s&quot;</ETag></%s>", element,
                iso_date(object->modified, date), (int)strlen(object->etag) - 2, object->etag + 1, element);
    answer_xml(connection, &text);
}

static bool stored(Connection *connection, Object *object) {
    Condition asked = condition(&connection->request);
    switch (store_insert(object, &asked)) {
    case STORE_DONE: return true;
    case STORE_NOT_FOUND: answer_error(connection, 404, "NoSuchKey"); return false;
    default: answer_error(connection, 412, "PreconditionFailed"); return false;
    }
}

static void put_object(Connection *connection) {
    Request *request = &connection->request;
    const Field *upload = request_query(request, "uploadId"), *number = request_query(request, "partNumber");
    bool copies = request_header(request, "x-amz-copy-source") != NULL;
    count(upload ? (copies ? COUNT_PART_COPY : COUNT_UPLOAD_PART) : copies ? COUNT_COPY : COUNT_PUT, 1);
    Object *object = object_new(request->key, request->key_length);
    if (copies) {
        Object *source = copy_source(connection);
        if (!source) {
            object_release(object);
            return;
        }
        uint64_t first = 0, last = source->size - 1;
        const char *range = request_header(request, "x-amz-copy-source-range");
        if (range) sscanf(range, "bytes=%lu-%lu", &first, &last);
        if (source->size) object_append_range(object, source, first, last - first + 1);
        const char *directive = request_header(request, "x-amz-metadata-directive");
        bool replaces = directive && !strcasecmp(directive, "REPLACE");
        object->headers = replaces ? kept_headers(request) : source->headers ? strdup(source->headers) : NULL;
        if (!range) strcpy(object->etag, source->etag);
        object_release(source);
    } else {
        if (connection->body) object_append(object, connection->body, 0, connection->body_length);
        object->headers = kept_headers(request);
        tag_body(object, request);
    }
    if (upload && number) {
        if (!upload_add(upload->value, atoi(number->value), object)) answer_error(connection, 404, "NoSuchUpload");
        else if (copies) answer_copied(connection, "CopyPartResult", object);
        else goto plain;
    } else if (stored(connection, object)) {
        if (copies) answer_copied(connection, "CopyObjectResult", object);
        else goto plain;
    }
    object_release(object);
    return;
plain:
    answer_status(connection, 200);
    text_format(&connection->answer, "ETag: %s\r\nContent-Length: 0\r\n\r\n", object->etag);
    object_release(object);
}

static void delete_object(Connection *connection) {
    Request *request = &connection->request;
    const Field *upload = request_query(request, "uploadId");
    count(upload ? COUNT_ABORT : COUNT_DELETE, 1);
    if (upload) {
        if (upload_with(upload->value, true, NULL, NULL)) answer_text(connection, 204, "", "", 0);
        else answer_error(connection, 404, "NoSuchUpload");
        return;
    }
    Condition asked = condition(request);
    switch (store_remove(request->key, request->key_length, &asked)) {
    case STORE_DONE: answer_text(connection, 204, "", "", 0); break;
    case STORE_NOT_FOUND: answer_error(connection, 404, "NoSuchKey"); break;
    default: answer_error(connection, 412, "PreconditionFailed"); break;
    }
}

// The text of an element, with the five entities and character references decoded; null when there is none.
static char *element_text(const char **at, const char *end, const char *open, const char *close, size_t *length) {
    const char *start = memmem(*at, (size_t)(end - *at), open, strlen(open));
    if (!start) return NULL;
    start += strlen(open);
    const char *stop = memmem(start, (size_t)(end - start), close, strlen(close));
    if (!stop) return NULL;
    *at = stop + strlen(close);
    char *text = malloc((size_t)(stop - start) + 1), *to = text;
    while (start < stop) {
        static const struct { const char *name; char byte; } entities[] = {
            {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
        size_t i = 0;
        while (i < 5 && strncmp(start, entities[i].name, strlen(entities[i].name))) i++;
        if (*start == '&' && i < 5) {
            *to++ = entities[i].byte;
            start += strlen(entities[i].name);
        } else if (start[0] == '&' && start[1] == '#') {
            bool hexadecimal = start[2] == 'x';
            char *after;
            *to++ = (char)strtoul(start + (hexadecimal ? 3 : 2), &after, hexadecimal ? 16 : 10);
            start = after + (*after == ';');
        } else {
            *to++ = *start++;
        }
    }
    *to = 0;
    *length = (size_t)(to - text);
    return text;
}

static const char *terminated_body(Connection *connection) {
    if (!connection->body) return "";
    buffer_reserve(connection->body, connection->body_length + 1);
    connection->body->bytes[connection->body_length] = 0;
    return connection->body->bytes;
}

static void delete_objects(Connection *connection) {
    Request *request = &connection->request;
    count(COUNT_DELETE_OBJECTS, 1);
    const char *at = terminated_body(connection), *end = at + connection->body_length;
    bool quiet = strstr(at, "<Quiet>true</Quiet>") != NULL;
    Text text = {0}, key = {0};
    text_put(&text, XML "<DeleteResult" NAMESPACE ">");
    size_t length;
    char *name;
    while ((name = element_text(&at, end, "<Key>", "</Key>", &length))) {
        key.length = 0;
        text_add(&key, request->key, request->bucket_length);
        text_add(&key, name, length);
        store_remove(key.bytes, key.length, NULL);
        if (!quiet) {
            text_put(&text, "<Deleted><Key>");
            text_xml(&text, name, length);
            text_put(&text, "</Key></Deleted>");
        }
        free(name);
    }
    text_put(&text, "</DeleteResult>");
    text_free(&key);
    answer_xml(connection, &text);
}

// ---- multipart uploads

static void create_upload(Connection *connection) {
    Request *request = &connection->request;
    count(COUNT_CREATE_UPLOAD, 1);
    Object *object = object_new(request->key, request->key_length);
    object->headers = kept_headers(request);
    char id[40];
    upload_create(object, id);
    object_release(object);
    Text text = {0};
    text_format(&text, XML "<InitiateMultipartUploadResult" NAMESPACE "><Bucket>%.*s</Bucket><Key>",
                (int)request->bucket_length - 1, request->key);
    text_xml(&text, request->key + request->bucket_length, request->key_length - request->bucket_length);
    text_format(&text, "</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>", id);
    answer_xml(connection, &text);
}

typedef struct {
    const char *body;
    size_t length;
    Object *object;
    bool malformed;
} Completion;

// The object out of the parts that the request names; its tag is the MD5 of theirs, as the service has it.
static bool assemble(Upload *upload, void *context) {
    Completion *completion = context;
    const char *at = completion->body, *end = at + completion->length;
    Object *object = object_new(upload->object->key, upload->object->key_length);
    if (upload->object->headers) object->headers = strdup(upload->object->headers);
    Text tags = {0};
    int used = 0;
    char *number;
    size_t length;
    while ((number = element_text(&at, end, "<PartNumber>", "</PartNumber>", &length))) {
        int wanted = atoi(number), i = 0;
        free(number);
        while (i < upload->part_count && upload->parts[i].number != wanted) i++;
        if (i == upload->part_count) {
            completion->malformed = true;
            break;
        }
        const Object *part = upload->parts[i].object;
        if (part->size) object_append_range(object, part, 0, part->size);
        for (int byte = 0; byte < 16; byte++) {
            unsigned value = 0;
            sscanf(part->etag + 1 + 2 * byte, "%2x", &value);
            text_add(&tags, &(char){(char)value}, 1);
        }
        used++;
    }
    if (completion->malformed || !used) {
        completion->malformed = true;
        object_release(object);
    } else {
        unsigned char digest[16];
        EVP_Digest(tags.bytes, tags.length, digest, NULL, EVP_md5(), NULL);
        tag_digest(object, digest, used);
        completion->object = object;
    }
    text_free(&tags);
    return !completion->malformed;
}

static void complete_upload(Connection *connection, const char *id) {
    Request *request = &connection->request;
    count(COUNT_COMPLETE, 1);
    Completion completion = {terminated_body(connection), connection->body_length, NULL, false};
    if (!upload_with(id, false, assemble, &completion)) {
        answer_error(connection, 404, "NoSuchUpload");
    } else if (completion.malformed) {
        answer_error(connection, 400, "InvalidPart");
    } else if (stored(connection, completion.object)) {
        upload_with(id, true, NULL, NULL);
        Text text = {0};
        text_put(&text, XML "<CompleteMultipartUploadResult" NAMESPACE "><Location>memory</Location><Key>");
        text_xml(&text, request->key + request->bucket_length, request->key_length - request->bucket_length);
        text_format(&text, "</Key><ETag>&quot;%.*s&quot;</ETag></CompleteMultipartUploadResult>",
                    (int)strlen(completion.object->etag) - 2, completion.object->etag + 1);
        answer_xml(connection, &text);
    }
    if (completion.object) object_release(completion.object);
}

static bool write_parts(Upload *upload, void *context) {
    Text *text = context;
    char date[40];
    for (int i = 0; i < upload->part_count; i++) {
        const Part *part = &upload->parts[i];
        text_format(text, "<Part><PartNumber>%d</PartNumber><LastModified>%s</LastModified>"
                    "<ETag>&quot;%.*s&quot;</ETag><Size>%llu</Size></Part>", part->number,
                    iso_date(part->object->modified, date), (int)strlen(part->object->etag) - 2, part->object->etag + 1,
                    (unsigned long long)part->object->size);
    }
    return true;
}

static void list_parts(Connection *connection, const char *id) {
    count(COUNT_OTHER, 1);
    Text text = {0};
    text_put(&text, XML "<ListPartsResult" NAMESPACE "><IsTruncated>false</IsTruncated>");
    if (upload_with(id, false, write_parts, &text)) {
        text_put(&text, "</ListPartsResult>");
        answer_xml(connection, &text);
    } else {
        text_free(&text);
        answer_error(connection, 404, "NoSuchUpload");
    }
}

// ---- which operation it is

static void answer_constant(Connection *connection, const char *xml) {
    count(COUNT_BUCKET, 1);
    answer_text(connection, 200, "application/xml", xml, strlen(xml));
}

static void handle_bucket(Connection *connection) {
    Request *request = &connection->request;
    const char *method = request->method;
    if (!strcmp(method, "GET")) {
        if (!request->key_length)
            answer_constant(connection, XML "<ListAllMyBucketsResult" NAMESPACE "><Owner><ID>bench</ID></Owner><Buckets>"
                            "<Bucket><Name>bench</Name><CreationDate>2020-01-01T00:00:00.000Z</CreationDate></Bucket>"
                            "</Buckets></ListAllMyBucketsResult>");
        else if (request_query(request, "location"))
            answer_constant(connection, XML "<LocationConstraint" NAMESPACE "></LocationConstraint>");
        else if (request_query(request, "versioning"))
            answer_constant(connection, XML "<VersioningConfiguration" NAMESPACE "/>");
        else if (request_query(request, "uploads"))
            answer_constant(connection, XML "<ListMultipartUploadsResult" NAMESPACE "><IsTruncated>false</IsTruncated>"
                            "</ListMultipartUploadsResult>");
        else
            handle_listing(connection);
    } else if (!strcmp(method, "POST") && request_query(request, "delete")) {
        delete_objects(connection);
    } else {
        // Every bucket is there: HEAD and PUT succeed, and DELETE of one does nothing.
        count(COUNT_BUCKET, 1);
        answer_text(connection, !strcmp(method, "DELETE") ? 204 : 200, "application/xml", "", 0);
    }
}

void handle_request(Connection *connection) {
    Request *request = &connection->request;
    const char *method = request->method;
    const Field *upload = request_query(request, "uploadId");
    if (settings.verbose) {
        const char *range = request_header(request, "range");
        fprintf(stderr, "%s %s body=%zu %s", method, request->key, connection->body_length, range ? range : "");
        for (int i = 0; i < request->query_count; i++)
            fprintf(stderr, " %s=%s", request->query[i].name, request->query[i].value);
        fputc('\n', stderr);
    }
    static const char *const absent[] = {"acl", "tagging", "attributes", "retention", "legal-hold", "torrent"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        if (!request_query(request, absent[i])) continue;
        count(COUNT_OTHER, 1);
        answer_error(connection, 501, "NotImplemented");
        return;
    }
    if (request->key_length == request->bucket_length) handle_bucket(connection);
    else if (!strcmp(method, "GET") && upload) list_parts(connection, upload->value);
    else if (!strcmp(method, "GET")) get_object(connection, true);
    else if (!strcmp(method, "HEAD")) get_object(connection, false);
    else if (!strcmp(method, "PUT")) put_object(connection);
    else if (!strcmp(method, "DELETE")) delete_object(connection);
    else if (!strcmp(method, "POST") && request_query(request, "uploads")) create_upload(connection);
    else if (!strcmp(method, "POST") && upload) complete_upload(connection, upload->value);
    else {
        count(COUNT_OTHER, 1);
        answer_error(connection, 405, "MethodNotAllowed");
    }
}
