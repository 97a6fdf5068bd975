#include "memorys3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

atomic_ullong counts[COUNT_ALL];
atomic_int in_flight, in_flight_most;
Settings settings;

static const char *const names[COUNT_ALL] = {
    "get", "head", "put", "list", "create_upload", "upload_part", "part_copy", "complete", "abort", "copy", "delete",
    "delete_objects", "bucket", "other", "not_found", "bytes_in", "bytes_out", "connections"};

void seed(const char *prefix, uint64_t number, uint64_t directories, uint64_t size) {
    char key[1100];
    uint64_t each = directories ? (number + directories - 1) / directories : 0;
    for (uint64_t i = 0; i < number; i++) {
        int length;
        if (directories)
            length = snprintf(key, sizeof key, "%sd%04llu/f%04llu", prefix, (unsigned long long)(i / each),
                              (unsigned long long)(i % each));
        else if (number > 1)
            length = snprintf(key, sizeof key, "%s%06llu", prefix, (unsigned long long)i);
        else
            length = snprintf(key, sizeof key, "%s", prefix);
        Object *object = object_synthetic(key, (size_t)length, size);
        store_insert(object, NULL);
        object_release(object);
    }
}

static void write_counts(Text *text) {
    uint64_t requests = 0;
    text_put(text, "{");
    for (int i = 0; i < COUNT_ALL; i++) {
        uint64_t value = atomic_load(&counts[i]);
        if (i < COUNT_REQUESTS) requests += value;
        text_format(text, "\"%s\": %llu, ", names[i], (unsigned long long)value);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    text_format(text, "\"requests\": %llu, \"in_flight\": %d, \"in_flight_most\": %d, \"keys\": %zu, \"cpu\": %.3f}\n",
                (unsigned long long)requests, atomic_load(&in_flight), atomic_load(&in_flight_most), store_count(), cpu);
}

static void write_count(Text *text, const char *prefix) {
    uint64_t number = 0, bytes = 0;
    size_t length = strlen(prefix);
    store_lock_shared();
    for (Cursor cursor = store_seek(prefix, length);; store_step(&cursor)) {
        Object *object = store_at(&cursor);
        if (!object || object->key_length < length || memcmp(object->key, prefix, length)) break;
        number++;
        bytes += object->size;
    }
    store_unlock();
    text_format(text, "{\"keys\": %llu, \"bytes\": %llu}\n", (unsigned long long)number, (unsigned long long)bytes);
}

static const char *text_of(const Request *request, const char *name) {
    const Field *field = request_query(request, name);
    return field ? field->value : "";
}

static uint64_t number_of(const Request *request, const char *name, uint64_t otherwise) {
    const Field *field = request_query(request, name);
    return field ? strtoull(field->value, NULL, 10) : otherwise;
}

// Paths that no bucket can have: GET /_stats, /_count?prefix=; POST /_reset, /_config?latency=ms&bandwidth=MB/s,
// /_seed?prefix=&count=&directories=&size=, /_remove?prefix=. Prefixes begin with the bucket.
bool handle_control(Connection *connection) {
    const Request *request = &connection->request;
    if (request->key[0] != '_') return false;
    Text text = {0};
    if (!strcmp(request->key, "_stats/")) {
        write_counts(&text);
    } else if (!strcmp(request->key, "_count/")) {
        write_count(&text, text_of(request, "prefix"));
    } else if (!strcmp(request->key, "_reset/")) {
        for (int i = 0; i < COUNT_ALL; i++) atomic_store(&counts[i], 0);
        atomic_store(&in_flight_most, atomic_load(&in_flight));
    } else if (!strcmp(request->key, "_config/")) {
        settings.latency = number_of(request, "latency", settings.latency / 1000000) * 1000000;
        settings.bandwidth = number_of(request, "bandwidth", settings.bandwidth / 1000000) * 1000000;
    } else if (!strcmp(request->key, "_seed/")) {
        seed(text_of(request, "prefix"), number_of(request, "count", 1), number_of(request, "directories", 0),
             number_of(request, "size", 0));
    } else if (!strcmp(request->key, "_remove/")) {
        const char *prefix = text_of(request, "prefix");
        text_format(&text, "%zu\n", store_remove_prefix(prefix, strlen(prefix)));
    } else {
        answer_text(connection, 404, "text/plain", "", 0);
        return true;
    }
    answer_text(connection, 200, "application/json", text.length ? text.bytes : "{}\n", text.length ? text.length : 3);
    text_free(&text);
    return true;
}
