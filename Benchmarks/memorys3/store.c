#include "memorys3.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// ---- buffers

// Freed buffers are kept: a fresh gigabyte costs its page faults again.
static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;
static Buffer *pool[1024];
static int pool_count;
static size_t pool_bytes;
static const size_t pool_most = (size_t)4 << 30;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static size_t rounded(size_t capacity) { return (capacity + 0xfffff) & ~(size_t)0xfffff; }

static void map(Buffer *buffer, size_t capacity) {
    buffer->capacity = rounded(capacity);
    buffer->file = memfd_create("object", MFD_CLOEXEC);
    if (buffer->file < 0 || ftruncate(buffer->file, (off_t)buffer->capacity)) die("memfd_create");
    buffer->bytes = mmap(NULL, buffer->capacity, PROT_READ | PROT_WRITE, MAP_SHARED, buffer->file, 0);
    if (buffer->bytes == MAP_FAILED) die("mmap");
}

Buffer *buffer_new(size_t capacity) {
    if (capacity > SMALL_BUFFER) {
        Buffer *found = NULL;
        pthread_mutex_lock(&pool_lock);
        for (int i = 0; i < pool_count; i++) {
            if (pool[i]->capacity != rounded(capacity)) continue;
            found = pool[i];
            pool[i] = pool[--pool_count];
            pool_bytes -= found->capacity;
            break;
        }
        pthread_mutex_unlock(&pool_lock);
        if (found) {
            atomic_store(&found->references, 1);
            return found;
        }
    }
    Buffer *buffer = calloc(1, sizeof *buffer);
    atomic_store(&buffer->references, 1);
    if (capacity > SMALL_BUFFER) {
        map(buffer, capacity);
    } else {
        buffer->file = -1;
        buffer->capacity = capacity ? capacity : 1;
        buffer->bytes = malloc(buffer->capacity);
    }
    return buffer;
}

void buffer_reserve(Buffer *buffer, size_t capacity) {
    if (capacity <= buffer->capacity) return;
    if (capacity < buffer->capacity * 2) capacity = buffer->capacity * 2;
    if (buffer->file >= 0) {
        size_t before = buffer->capacity;
        buffer->capacity = rounded(capacity);
        if (ftruncate(buffer->file, (off_t)buffer->capacity)) die("ftruncate");
        buffer->bytes = mremap(buffer->bytes, before, buffer->capacity, MREMAP_MAYMOVE);
        if (buffer->bytes == MAP_FAILED) die("mremap");
    } else if (capacity <= SMALL_BUFFER) {
        buffer->capacity = capacity;
        buffer->bytes = realloc(buffer->bytes, capacity);
    } else {
        char *before = buffer->bytes;
        size_t length = buffer->capacity;
        map(buffer, capacity);
        memcpy(buffer->bytes, before, length);
        free(before);
    }
}

void buffer_release(Buffer *buffer) {
    if (atomic_fetch_sub(&buffer->references, 1) != 1) return;
    if (buffer->file >= 0) {
        pthread_mutex_lock(&pool_lock);
        bool kept = pool_count < (int)(sizeof pool / sizeof *pool) && pool_bytes + buffer->capacity <= pool_most;
        if (kept) {
            pool[pool_count++] = buffer;
            pool_bytes += buffer->capacity;
        }
        pthread_mutex_unlock(&pool_lock);
        if (kept) return;
    }
    if (buffer->file >= 0) {
        munmap(buffer->bytes, buffer->capacity);
        close(buffer->file);
    } else {
        free(buffer->bytes);
    }
    free(buffer);
}

// ---- objects

// Synthetic objects are made of 32 MiB pieces of one 64 MiB pattern, each from a place that key and piece decide: so
// that pieces differ, and a terabyte takes no memory.
enum { PIECE = 32 << 20 };
static Buffer *pattern;

static uint64_t hash(const char *bytes, size_t length, uint64_t value) {
    for (size_t i = 0; i < length; i++) value = (value ^ (unsigned char)bytes[i]) * 0x100000001b3ull;
    value ^= value >> 32;
    value *= 0x9E3779B97F4A7C15ull;
    return value ^ value >> 29;
}

void store_start(void) {
    pattern = buffer_new(2 * (size_t)PIECE);
    uint64_t state = 88172645463325252ull, *words = (uint64_t *)pattern->bytes;
    for (size_t i = 0; i < pattern->capacity / 8; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        words[i] = state;
    }
}

Object *object_new(const char *key, size_t key_length) {
    static atomic_ullong serial;
    Object *object = calloc(1, sizeof *object + key_length + 1);
    atomic_store(&object->references, 1);
    memcpy(object->key, key, key_length);
    object->key_length = key_length;
    object->modified = time(NULL);
    // "-1" as after a multipart upload of one part: nobody then takes it for the MD5 of the bytes.
    uint64_t number = atomic_fetch_add(&serial, 1) + 1;
    snprintf(object->etag, sizeof object->etag, "\"%016llx%016llx-1\"", (unsigned long long)hash(key, key_length, number),
             (unsigned long long)(number * 0x9E3779B97F4A7C15ull));
    return object;
}

Object *object_synthetic(const char *key, size_t key_length, uint64_t size) {
    static time_t started;
    if (!started) started = time(NULL) - 86400;
    Object *object = object_new(key, key_length);
    object->synthetic = true;
    object->size = size;
    object->modified = started;
    snprintf(object->etag, sizeof object->etag, "\"%016llx%016llx-1\"", (unsigned long long)hash(key, key_length, size),
             (unsigned long long)hash(key, key_length, ~size));
    return object;
}

void object_retain(Object *object) { atomic_fetch_add(&object->references, 1); }

void object_release(Object *object) {
    if (atomic_fetch_sub(&object->references, 1) != 1) return;
    for (int i = 0; i < object->segment_count; i++) buffer_release(object->segments[i].buffer);
    free(object->segments);
    free(object->headers);
    free(object);
}

void object_append(Object *object, Buffer *buffer, size_t offset, size_t length) {
    if (!length) return;
    object->segments = realloc(object->segments, (size_t)(object->segment_count + 1) * sizeof(Segment));
    object->segments[object->segment_count++] = (Segment){buffer, offset, length, object->size};
    atomic_fetch_add(&buffer->references, 1);
    object->size += length;
}

void object_append_range(Object *object, const Object *source, uint64_t offset, uint64_t length) {
    while (length) {
        Segment segment = object_segment(source, offset);
        size_t taken = segment.length < length ? segment.length : (size_t)length;
        object_append(object, segment.buffer, segment.offset, taken);
        offset += taken;
        length -= taken;
    }
}

Segment object_segment(const Object *object, uint64_t offset) {
    if (object->synthetic) {
        uint64_t piece = offset / PIECE, inside = offset % PIECE;
        uint64_t page = (hash(object->key, object->key_length, 1) + piece * 7919) % (PIECE / 4096);
        uint64_t length = PIECE - inside;
        if (length > object->size - offset) length = object->size - offset;
        return (Segment){pattern, page * 4096 + inside, length, offset};
    }
    int low = 0, high = object->segment_count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (object->segments[middle].start <= offset) low = middle; else high = middle - 1;
    }
    Segment segment = object->segments[low];
    size_t skipped = (size_t)(offset - segment.start);
    return (Segment){segment.buffer, segment.offset + skipped, segment.length - skipped, offset};
}

// ---- the order of keys: chunks of sorted pointers, so that an insertion moves a few hundred of them and not a million

enum { CHUNK = 512 };
typedef struct {
    int count;
    Object *objects[CHUNK];
} Chunk;

// Guards chunks and what they point to; never held while waiting for a socket.
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static Chunk **chunks;
static size_t chunk_count, chunk_capacity, object_count;

int key_compare(const char *a, size_t a_length, const char *b, size_t b_length) {
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

static int compare(const Object *object, const char *key, size_t length) {
    return key_compare(object->key, object->key_length, key, length);
}

void store_lock_shared(void) { pthread_rwlock_rdlock(&lock); }
void store_unlock(void) { pthread_rwlock_unlock(&lock); }

Cursor store_seek(const char *key, size_t length) {
    // The last chunk that begins at or before the key.
    size_t low = 0, high = chunk_count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (compare(chunks[middle]->objects[0], key, length) <= 0) low = middle; else high = middle;
    }
    if (!chunk_count) return (Cursor){0, 0};
    size_t from = 0, to = (size_t)chunks[low]->count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (compare(chunks[low]->objects[middle], key, length) < 0) from = middle + 1; else to = middle;
    }
    return (Cursor){low, from};
}

Object *store_at(Cursor *cursor) {
    while (cursor->chunk < chunk_count && cursor->index >= (size_t)chunks[cursor->chunk]->count) {
        cursor->chunk++;
        cursor->index = 0;
    }
    return cursor->chunk < chunk_count ? chunks[cursor->chunk]->objects[cursor->index] : NULL;
}

void store_step(Cursor *cursor) { cursor->index++; }

static void insert_chunk(size_t at, Chunk *chunk) {
    if (chunk_count == chunk_capacity) {
        chunk_capacity = chunk_capacity ? chunk_capacity * 2 : 64;
        chunks = realloc(chunks, chunk_capacity * sizeof *chunks);
    }
    memmove(chunks + at + 1, chunks + at, (chunk_count - at) * sizeof *chunks);
    chunks[at] = chunk;
    chunk_count++;
}

static void insert_at(Cursor cursor, Object *object) {
    if (!chunk_count) insert_chunk(0, calloc(1, sizeof(Chunk)));
    Chunk *chunk = chunks[cursor.chunk];
    if (chunk->count == CHUNK) {
        // Keys mostly come in order: at the end a new chunk is begun, elsewhere the full one is halved.
        size_t kept = cursor.index == CHUNK ? CHUNK : CHUNK / 2;
        Chunk *added = calloc(1, sizeof *added);
        added->count = CHUNK - (int)kept;
        memcpy(added->objects, chunk->objects + kept, (size_t)added->count * sizeof(Object *));
        chunk->count = (int)kept;
        insert_chunk(cursor.chunk + 1, added);
        if (cursor.index >= kept && !(cursor.index == kept && kept < CHUNK)) {
            chunk = added;
            cursor.index -= kept;
        }
    }
    memmove(chunk->objects + cursor.index + 1, chunk->objects + cursor.index,
            ((size_t)chunk->count - cursor.index) * sizeof(Object *));
    chunk->objects[cursor.index] = object;
    chunk->count++;
    object_count++;
}

static void remove_at(Cursor cursor) {
    Chunk *chunk = chunks[cursor.chunk];
    object_release(chunk->objects[cursor.index]);
    chunk->count--;
    memmove(chunk->objects + cursor.index, chunk->objects + cursor.index + 1,
            ((size_t)chunk->count - cursor.index) * sizeof(Object *));
    object_count--;
    if (chunk->count) return;
    free(chunk);
    chunk_count--;
    memmove(chunks + cursor.chunk, chunks + cursor.chunk + 1, (chunk_count - cursor.chunk) * sizeof *chunks);
}

static Object *look(const char *key, size_t length, Cursor *cursor) {
    *cursor = store_seek(key, length);
    // Kept as it is for an insertion, which may be at a chunk's end.
    Cursor there = *cursor;
    Object *object = store_at(&there);
    if (!object || compare(object, key, length)) return NULL;
    *cursor = there;
    return object;
}

static bool tags_agree(const char *wanted, const Object *object) {
    if (!strcmp(wanted, "*")) return true;
    size_t length = strlen(wanted);
    bool quoted = length > 1 && wanted[0] == '"';
    return quoted ? !strcmp(wanted, object->etag)
                  : strlen(object->etag) == length + 2 && !strncmp(wanted, object->etag + 1, length);
}

static StoreResult check(const Condition *condition, const Object *object) {
    if (!condition) return STORE_DONE;
    if (condition->match[0] && !object) return STORE_NOT_FOUND;
    if (condition->match[0] && !tags_agree(condition->match, object)) return STORE_CONDITION_FAILED;
    if (condition->none_match[0] && object && tags_agree(condition->none_match, object)) return STORE_CONDITION_FAILED;
    return STORE_DONE;
}

Object *store_find(const char *key, size_t length) {
    Cursor cursor;
    store_lock_shared();
    Object *object = look(key, length, &cursor);
    if (object) object_retain(object);
    store_unlock();
    return object;
}

StoreResult store_insert(Object *object, const Condition *condition) {
    Cursor cursor;
    pthread_rwlock_wrlock(&lock);
    Object *before = look(object->key, object->key_length, &cursor);
    StoreResult result = check(condition, before);
    if (result == STORE_DONE) {
        object_retain(object);
        if (before) {
            chunks[cursor.chunk]->objects[cursor.index] = object;
            object_release(before);
        } else {
            insert_at(cursor, object);
        }
    }
    store_unlock();
    return result;
}

StoreResult store_remove(const char *key, size_t length, const Condition *condition) {
    Cursor cursor;
    pthread_rwlock_wrlock(&lock);
    Object *before = look(key, length, &cursor);
    StoreResult result = check(condition, before);
    if (result == STORE_DONE && before) remove_at(cursor);
    store_unlock();
    return result;
}

size_t store_remove_prefix(const char *prefix, size_t length) {
    size_t removed = 0;
    pthread_rwlock_wrlock(&lock);
    for (;; removed++) {
        Cursor cursor = store_seek(prefix, length);
        Object *object = store_at(&cursor);
        if (!object || object->key_length < length || memcmp(object->key, prefix, length)) break;
        remove_at(cursor);
    }
    store_unlock();
    return removed;
}

size_t store_count(void) { return object_count; }

// ---- multipart uploads

static pthread_mutex_t upload_lock = PTHREAD_MUTEX_INITIALIZER;
static Upload *uploads;

void upload_create(Object *object, char id[40]) {
    static uint64_t serial;
    Upload *upload = calloc(1, sizeof *upload);
    object_retain(object);
    upload->object = object;
    pthread_mutex_lock(&upload_lock);
    serial++;
    snprintf(upload->id, sizeof upload->id, "u%016llx", (unsigned long long)hash(object->key, object->key_length, serial));
    upload->next = uploads;
    uploads = upload;
    strcpy(id, upload->id);
    pthread_mutex_unlock(&upload_lock);
}

bool upload_with(const char *id, bool ends, bool (*use)(Upload *, void *), void *context) {
    pthread_mutex_lock(&upload_lock);
    Upload **link = &uploads;
    while (*link && strcmp((*link)->id, id)) link = &(*link)->next;
    Upload *upload = *link;
    bool used = upload && (!use || use(upload, context));
    if (used && ends) *link = upload->next;
    pthread_mutex_unlock(&upload_lock);
    if (used && ends) {
        for (int i = 0; i < upload->part_count; i++) object_release(upload->parts[i].object);
        free(upload->parts);
        object_release(upload->object);
        free(upload);
    }
    return upload != NULL;
}

static bool add(Upload *upload, void *context) {
    Part *part = context;
    int at = upload->part_count;
    while (at > 0 && upload->parts[at - 1].number >= part->number) at--;
    if (at < upload->part_count && upload->parts[at].number == part->number) {
        object_release(upload->parts[at].object);
    } else {
        upload->parts = realloc(upload->parts, (size_t)(upload->part_count + 1) * sizeof(Part));
        memmove(upload->parts + at + 1, upload->parts + at, (size_t)(upload->part_count - at) * sizeof(Part));
        upload->part_count++;
    }
    upload->parts[at] = *part;
    return true;
}

bool upload_add(const char *id, int number, Object *object) {
    object_retain(object);
    Part part = {number, object};
    if (upload_with(id, false, add, &part)) return true;
    object_release(object);
    return false;
}
