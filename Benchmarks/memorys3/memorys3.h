// memorys3: an S3 server in memory, for benchmarks on loopback. It checks no signature.
//
// store.c     objects in key order, their bytes, multipart uploads
// text.c      growing text, percent-encoding, dates
// request.c   one request's head: line, query, headers; aws-chunked and chunked bodies
// connection.c  the life of one connection: read a request, wait, answer, pace
// operations.c  what each S3 operation does
// listing.c   ListObjects, ListObjectsV2
// control.c   what is no S3: counters, settings, synthetic objects
// main.c      options, threads, accepting
#ifndef MEMORYS3_H
#define MEMORYS3_H
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

// ---- text.c

typedef struct {
    char *bytes;
    size_t length, capacity;
} Text;

void text_add(Text *text, const void *bytes, size_t length);
void text_put(Text *text, const char *string);
void text_format(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Adds bytes so that XML can carry them.
void text_xml(Text *text, const char *bytes, size_t length);
// Adds bytes in percent-encoding, slashes as they are.
void text_percent(Text *text, const char *bytes, size_t length);
void text_free(Text *text);
// Decodes in place or elsewhere, ends with a zero; returns the length.
size_t percent_decode(char *to, const char *from, size_t length, bool plus_is_space);
const char *http_date(time_t seconds, char buffer[40]);
const char *iso_date(time_t seconds, char buffer[40]);
uint64_t now_ns(void);

// ---- store.c

// Bytes that several objects may share. Large ones are files in memory, which the kernel sends without a copy.
typedef struct {
    atomic_int references;
    int file;
    char *bytes;
    size_t capacity;
} Buffer;

typedef struct {
    Buffer *buffer;
    size_t offset, length;
    // Where in the object it begins.
    uint64_t start;
} Segment;

typedef struct {
    atomic_int references;
    // The bytes come from the pattern that all synthetic objects share; there are no segments.
    bool synthetic;
    int segment_count;
    Segment *segments;
    uint64_t size;
    time_t modified;
    char etag[48];
    // Header lines that are returned as they came: metadata, content type and alike.
    char *headers;
    size_t key_length;
    // "bucket/key": buckets are nothing but prefixes here.
    char key[];
} Object;

typedef struct {
    // Entity tags as in If-Match and If-None-Match; empty for none.
    char match[64], none_match[64];
} Condition;

typedef enum { STORE_DONE, STORE_NOT_FOUND, STORE_CONDITION_FAILED } StoreResult;

enum { SMALL_BUFFER = 64 << 10 };

Buffer *buffer_new(size_t capacity);
void buffer_reserve(Buffer *buffer, size_t capacity);
void buffer_release(Buffer *buffer);

Object *object_new(const char *key, size_t key_length);
Object *object_synthetic(const char *key, size_t key_length, uint64_t size);
void object_retain(Object *object);
void object_release(Object *object);
void object_append(Object *object, Buffer *buffer, size_t offset, size_t length);
void object_append_range(Object *object, const Object *source, uint64_t offset, uint64_t length);
// The bytes at an offset, as far as they lie together.
Segment object_segment(const Object *object, uint64_t offset);

void store_start(void);
// Retained; null when there is none.
Object *store_find(const char *key, size_t key_length);
StoreResult store_insert(Object *object, const Condition *condition);
StoreResult store_remove(const char *key, size_t key_length, const Condition *condition);
size_t store_remove_prefix(const char *prefix, size_t length);
size_t store_count(void);

// A place in the order of keys; good while the lock is held.
typedef struct {
    size_t chunk, index;
} Cursor;
void store_lock_shared(void);
void store_unlock(void);
// The first key that is not before this one.
Cursor store_seek(const char *key, size_t length);
// The object there, null at the end; and on to the next.
Object *store_at(Cursor *cursor);
void store_step(Cursor *cursor);
int key_compare(const char *a, size_t a_length, const char *b, size_t b_length);

typedef struct {
    int number;
    Object *object;
} Part;

typedef struct Upload {
    char id[40];
    Object *object;
    Part *parts;
    int part_count;
    struct Upload *next;
} Upload;

void upload_create(Object *object, char id[40]);
bool upload_add(const char *id, int number, Object *part);
// Calls back with the upload under the lock; false when there is none. `ends` removes and frees it after a true answer.
bool upload_with(const char *id, bool ends, bool (*use)(Upload *upload, void *context), void *context);

// ---- request.c

enum { MAX_FIELDS = 96 };

typedef struct {
    const char *name, *value;
    size_t length;
} Field;

typedef struct {
    char *head;
    const char *method;
    // Decoded. `key` is "bucket/key" of the target; `bucket_length` counts the slash too.
    char *key;
    size_t key_length, bucket_length;
    Field query[MAX_FIELDS], headers[MAX_FIELDS];
    int query_count, header_count;
    bool keep_alive, expects_continue;
} Request;

// Length of the head at the start of the input; 0 when it is not complete, -1 when it is no HTTP.
ssize_t request_parse(Request *request, const char *input, size_t length);
const Field *request_query(const Request *request, const char *name);
const char *request_header(const Request *request, const char *name);
void request_free(Request *request);

// How a body is wrapped: in HTTP chunks, in aws-chunked, in both, in neither.
typedef struct {
    int state, line_length;
    uint64_t left;
    bool line_empty, done;
    char line[32];
} Chunks;

// Takes wrapped bytes, hands out what is inside; returns how many were taken.
size_t chunks_feed(Chunks *chunks, const char *bytes, size_t length, void (*out)(void *, const char *, size_t),
                   void *context);

// ---- connection.c

typedef struct Worker Worker;

typedef struct Connection {
    int socket;
    Worker *worker;
    enum { READS_HEAD, READS_BODY, WAITS, SENDS } state;
    char *input;
    size_t input_length, input_offset, input_capacity;
    Request request;
    // The body of the request.
    bool wrapped_http, wrapped_aws;
    Chunks http_chunks, aws_chunks;
    uint64_t body_left;
    Buffer *body;
    size_t body_length;
    // The answer: text first, then bytes of an object.
    Text answer;
    size_t answer_sent;
    Object *object;
    uint64_t object_offset, object_left;
    bool counted;
    // When pacing lets it go on.
    uint64_t due;
    bool waiting;
    struct Connection *previous, *next;
} Connection;

struct Worker {
    int epoll;
    Connection *waiting;
};

void connection_open(Worker *worker, int socket);
void *worker_run(void *worker);

// Answers; the body is left out for HEAD.
void answer_status(Connection *connection, int status);
void answer_text(Connection *connection, int status, const char *type, const char *bytes, size_t length);
void answer_error(Connection *connection, int status, const char *code);

// ---- operations.c, listing.c, control.c

typedef enum {
    COUNT_GET, COUNT_HEAD, COUNT_PUT, COUNT_LIST, COUNT_CREATE_UPLOAD, COUNT_UPLOAD_PART, COUNT_PART_COPY,
    COUNT_COMPLETE, COUNT_ABORT, COUNT_COPY, COUNT_DELETE, COUNT_DELETE_OBJECTS, COUNT_BUCKET, COUNT_OTHER,
    COUNT_REQUESTS,
    // Not requests.
    COUNT_NOT_FOUND = COUNT_REQUESTS, COUNT_BYTES_IN, COUNT_BYTES_OUT, COUNT_CONNECTIONS,
    COUNT_ALL
} Count;

extern atomic_ullong counts[COUNT_ALL];
extern atomic_int in_flight, in_flight_most;
static inline void count(Count which, uint64_t by) { atomic_fetch_add_explicit(&counts[which], by, memory_order_relaxed); }

typedef struct {
    // Nanoseconds before the first byte of each answer, bytes a second of each connection; 0 for no limit.
    atomic_ullong latency, bandwidth;
    bool verbose;
} Settings;
extern Settings settings;

void handle_request(Connection *connection);
void handle_listing(Connection *connection);
bool handle_control(Connection *connection);
// Adds count objects; with directories they are spread over so many.
void seed(const char *prefix, uint64_t count, uint64_t directories, uint64_t size);

#endif
