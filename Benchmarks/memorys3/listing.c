#include "memorys3.h"

#include <stdlib.h>
#include <string.h>

// A page of a listing being written.
typedef struct {
    bool encodes;
    int entries;
    Text objects, prefixes;
    // The last key or common prefix on the page: where the next one goes on.
    Text last;
} Page;

static void put_name(Text *text, bool encodes, const char *name, size_t length) {
    if (encodes) text_percent(text, name, length); else text_xml(text, name, length);
}

static void set_last(Page *page, const char *name, size_t length) {
    page->last.length = 0;
    text_add(&page->last, name, length);
    page->entries++;
}

static void add_object(Page *page, const Object *object, size_t bucket_length) {
    // Keys of one listing mostly have the same time.
    static _Thread_local time_t formatted;
    static _Thread_local char date[40];
    if (formatted != object->modified) iso_date(formatted = object->modified, date);
    const char *name = object->key + bucket_length;
    size_t length = object->key_length - bucket_length;
    Text *text = &page->objects;
    text_put(text, "<Contents><Key>");
    put_name(text, page->encodes, name, length);
    text_put(text, "</Key><LastModified>");
    text_put(text, date);
    text_put(text, "</LastModified><ETag>&quot;");
    text_add(text, object->etag + 1, strlen(object->etag) - 2);
    text_format(text, "&quot;</ETag><Size>%llu</Size><StorageClass>STANDARD</StorageClass></Contents>",
                (unsigned long long)object->size);
    set_last(page, name, length);
}

static void add_prefix(Page *page, const char *name, size_t length) {
    text_put(&page->prefixes, "<CommonPrefixes><Prefix>");
    put_name(&page->prefixes, page->encodes, name, length);
    text_put(&page->prefixes, "</Prefix></CommonPrefixes>");
    set_last(page, name, length);
}

// The first key after all that begin with this.
static Cursor seek_past(const char *key, size_t length) {
    Text next = {0};
    text_add(&next, key, length);
    next.bytes[length - 1]++;
    Cursor cursor = store_seek(next.bytes, length);
    text_free(&next);
    return cursor;
}

typedef struct {
    // With the bucket in front.
    Text prefix, after;
    Field delimiter;
    size_t bucket_length;
    int most;
} Listing;

static Cursor first(const Listing *listing) {
    const Text *prefix = &listing->prefix, *after = &listing->after;
    if (after->length <= listing->bucket_length ||
        key_compare(after->bytes, after->length, prefix->bytes, prefix->length) < 0)
        return store_seek(prefix->bytes, prefix->length);
    // After a common prefix means after everything under it.
    size_t length = listing->delimiter.length;
    if (length && after->length >= prefix->length + length &&
        !memcmp(after->bytes + after->length - length, listing->delimiter.value, length))
        return seek_past(after->bytes, after->length);
    Cursor cursor = store_seek(after->bytes, after->length);
    Object *object = store_at(&cursor);
    if (object && !key_compare(object->key, object->key_length, after->bytes, after->length)) store_step(&cursor);
    return cursor;
}

// Fills the page; true when more keys follow.
static bool fill(Page *page, const Listing *listing) {
    const Text *prefix = &listing->prefix;
    Cursor cursor = first(listing);
    for (;;) {
        Object *object = store_at(&cursor);
        if (!object || object->key_length < prefix->length || memcmp(object->key, prefix->bytes, prefix->length))
            return false;
        if (page->entries >= listing->most) return listing->most > 0;
        const char *rest = object->key + prefix->length;
        const char *found = NULL;
        if (listing->delimiter.length)
            found = memmem(rest, object->key_length - prefix->length, listing->delimiter.value, listing->delimiter.length);
        if (found) {
            size_t length = (size_t)(found - object->key) + listing->delimiter.length;
            add_prefix(page, object->key + listing->bucket_length, length - listing->bucket_length);
            cursor = seek_past(object->key, length);
        } else {
            add_object(page, object, listing->bucket_length);
            store_step(&cursor);
        }
    }
}

static void put_element(Text *text, const char *name, bool encodes, const char *value, size_t length) {
    text_format(text, "<%s>", name);
    put_name(text, encodes, value, length);
    text_format(text, "</%s>", name);
}

void handle_listing(Connection *connection) {
    count(COUNT_LIST, 1);
    const Request *request = &connection->request;
    const Field *type = request_query(request, "list-type"), *prefix = request_query(request, "prefix");
    const Field *delimiter = request_query(request, "delimiter"), *most = request_query(request, "max-keys");
    const Field *encoding = request_query(request, "encoding-type"), *token = request_query(request, "continuation-token");
    bool second = type && !strcmp(type->value, "2");
    const Field *after = request_query(request, second ? "start-after" : "marker");

    Listing listing = {.bucket_length = request->bucket_length, .most = most ? atoi(most->value) : 1000};
    if (listing.most > 1000) listing.most = 1000;
    if (delimiter) listing.delimiter = *delimiter;
    text_add(&listing.prefix, request->key, request->bucket_length);
    text_add(&listing.after, request->key, request->bucket_length);
    if (prefix) text_add(&listing.prefix, prefix->value, prefix->length);
    if (second && token) {
        // The token is where the page before ended, encoded once more than the request is.
        char *name = malloc(token->length + 1);
        text_add(&listing.after, name, percent_decode(name, token->value, token->length, false));
        free(name);
    } else if (after) {
        text_add(&listing.after, after->value, after->length);
    }

    Page page = {.encodes = encoding && !strcmp(encoding->value, "url")};
    store_lock_shared();
    bool truncated = fill(&page, &listing);
    store_unlock();

    Text text = {0};
    text_put(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    put_element(&text, "Name", false, request->key, request->bucket_length - 1);
    put_element(&text, "Prefix", page.encodes, prefix ? prefix->value : "", prefix ? prefix->length : 0);
    if (after) put_element(&text, second ? "StartAfter" : "Marker", page.encodes, after->value, after->length);
    else if (!second) text_put(&text, "<Marker></Marker>");
    text_format(&text, "<MaxKeys>%d</MaxKeys>", listing.most);
    if (delimiter) put_element(&text, "Delimiter", page.encodes, delimiter->value, delimiter->length);
    if (page.encodes) text_put(&text, "<EncodingType>url</EncodingType>");
    text_format(&text, "<IsTruncated>%s</IsTruncated>", truncated ? "true" : "false");
    if (second) text_format(&text, "<KeyCount>%d</KeyCount>", page.entries);
    if (truncated) put_element(&text, second ? "NextContinuationToken" : "NextMarker", second || page.encodes,
                               page.last.bytes, page.last.length);
    text_add(&text, page.objects.bytes, page.objects.length);
    text_add(&text, page.prefixes.bytes, page.prefixes.length);
    text_put(&text, "</ListBucketResult>");
    answer_text(connection, 200, "application/xml", text.bytes, text.length);
    text_free(&text);
    text_free(&page.objects);
    text_free(&page.prefixes);
    text_free(&page.last);
    text_free(&listing.prefix);
    text_free(&listing.after);
}
