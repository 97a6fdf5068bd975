// load: one workload on files, timed; prints JSON. A program of its own so that a file system that hangs can be left.
//
// usage: load read FILE...                        all files at once, each from its start, 1 MiB a call
//        load random FILE BLOCK JOBS COUNT        COUNT reads in all at random multiples of BLOCK
//        load cat JOBS < NAMES                    opens, reads and closes each file named on a line
//        load write FILE BYTES                    writes zeros, 1 MiB a call, fsync, close
//        load create DIRECTORY COUNT SIZE JOBS    creates n00000 ... with random bytes
//        load missing DIRECTORY COUNT             looks up names that do not exist
//        load list DIRECTORY                      reads the directory; also when its first entries came
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CALL = 1 << 20, MAX_JOBS = 512 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what, const char *name) {
    fprintf(stderr, "load: %s %s: %s\n", what, name, strerror(errno));
    exit(1);
}

// What the jobs share; each takes the next number until there is none.
static char **names;
static int count, jobs;
static size_t size;
static atomic_int next_number;
static atomic_ullong total;
static double *latencies;

static void run(void *(*job)(void *)) {
    pthread_t threads[MAX_JOBS];
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 << 10);
    double begin = now();
    for (long i = 0; i < jobs; i++)
        if (pthread_create(&threads[i], &attributes, job, (void *)i)) fail("thread", "");
    for (int i = 0; i < jobs; i++) pthread_join(threads[i], NULL);
    printf("{\"seconds\": %.6f, \"bytes\": %llu, \"count\": %d", now() - begin, (unsigned long long)total, count);
}

static int open_file(const char *name, int flags) {
    int file = open(name, flags | O_CLOEXEC, 0644);
    if (file < 0) fail("open", name);
    return file;
}

static void *read_whole(void *context) {
    char *buffer = malloc(CALL);
    (void)context;
    for (int i; (i = atomic_fetch_add(&next_number, 1)) < count;) {
        int file = open_file(names[i], O_RDONLY);
        ssize_t got;
        while ((got = read(file, buffer, CALL)) > 0) atomic_fetch_add(&total, (unsigned long long)got);
        if (got < 0) fail("read", names[i]);
        close(file);
    }
    free(buffer);
    return NULL;
}

static uint64_t scramble(uint64_t value) {
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ull;
    value = (value ^ value >> 27) * 0x94d049bb133111ebull;
    return value ^ value >> 31;
}

static void *read_random(void *context) {
    uint64_t seed = (uint64_t)time(NULL) * 1000003 + (uint64_t)(long)context;
    char *buffer = malloc(size);
    int file = open_file(names[0], O_RDONLY);
    struct stat status;
    if (fstat(file, &status)) fail("fstat", names[0]);
    uint64_t blocks = (uint64_t)status.st_size / size;
    for (int i; (i = atomic_fetch_add(&next_number, 1)) < count;) {
        seed = scramble(seed + 0x9e3779b97f4a7c15ull);
        double begin = now();
        if (pread(file, buffer, size, (off_t)(seed % blocks * size)) != (ssize_t)size) fail("pread", names[0]);
        latencies[i] = now() - begin;
        atomic_fetch_add(&total, size);
    }
    close(file);
    free(buffer);
    return NULL;
}

static void *create(void *context) {
    (void)context;
    char *buffer = malloc(size), name[4200];
    uint64_t seed = (uint64_t)time(NULL);
    for (size_t i = 0; i + 8 <= size; i += 8) *(uint64_t *)(void *)(buffer + i) = scramble(seed + i);
    for (int i; (i = atomic_fetch_add(&next_number, 1)) < count;) {
        snprintf(name, sizeof name, "%s/n%05d", names[0], i);
        int file = open_file(name, O_WRONLY | O_CREAT | O_EXCL);
        if (write(file, buffer, size) != (ssize_t)size) fail("write", name);
        if (close(file)) fail("close", name);
        atomic_fetch_add(&total, size);
    }
    free(buffer);
    return NULL;
}

static void write_file(const char *name, uint64_t bytes) {
    char *buffer = calloc(1, CALL);
    double begin = now();
    int file = open_file(name, O_WRONLY | O_CREAT | O_TRUNC);
    for (uint64_t done = 0; done < bytes;) {
        size_t part = bytes - done < CALL ? (size_t)(bytes - done) : CALL;
        ssize_t written = write(file, buffer, part);
        if (written <= 0) fail("write", name);
        done += (uint64_t)written;
    }
    if (fsync(file)) fail("fsync", name);
    if (close(file)) fail("close", name);
    printf("{\"seconds\": %.6f, \"bytes\": %llu}\n", now() - begin, (unsigned long long)bytes);
}

static void look_up_missing(const char *directory, int number) {
    char name[4200];
    struct stat status;
    double begin = now();
    for (int i = 0; i < number; i++) {
        snprintf(name, sizeof name, "%s/missing%05d", directory, i);
        if (!stat(name, &status)) fail("there is", name);
        if (errno != ENOENT) fail("stat", name);
    }
    printf("{\"seconds\": %.6f, \"count\": %d}\n", now() - begin, number);
}

static void list(const char *directory) {
    double begin = now(), first = 0;
    int entries = 0;
    DIR *stream = opendir(directory);
    if (!stream) fail("opendir", directory);
    for (struct dirent *entry; errno = 0, (entry = readdir(stream));) {
        if (entry->d_name[0] == '.') continue;
        if (!entries++) first = now() - begin;
    }
    if (errno) fail("readdir", directory);
    closedir(stream);
    printf("{\"seconds\": %.6f, \"first\": %.6f, \"count\": %d}\n", now() - begin, first, entries);
}

static void read_names(void) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        names = realloc(names, (size_t)(count + 1) * sizeof *names);
        names[count++] = strdup(line);
    }
    free(line);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argument_count, char **arguments) {
    const char *what = argument_count > 1 ? arguments[1] : "";
    int given = argument_count - 2;
    if (!strcmp(what, "read") && given >= 1 && given <= MAX_JOBS) {
        names = arguments + 2;
        count = jobs = given;
        run(read_whole);
        puts("}");
    } else if (!strcmp(what, "cat") && given == 1) {
        jobs = atoi(arguments[2]);
        read_names();
        run(read_whole);
        puts("}");
    } else if (!strcmp(what, "random") && given == 4) {
        names = arguments + 2;
        size = strtoull(arguments[3], NULL, 10);
        jobs = atoi(arguments[4]);
        count = atoi(arguments[5]);
        latencies = calloc((size_t)count, sizeof *latencies);
        run(read_random);
        qsort(latencies, (size_t)count, sizeof *latencies, ascending);
        printf(", \"p50\": %.6f, \"p99\": %.6f}\n", latencies[count / 2], latencies[(long)count * 99 / 100]);
    } else if (!strcmp(what, "create") && given == 4) {
        names = arguments + 2;
        count = atoi(arguments[3]);
        size = strtoull(arguments[4], NULL, 10);
        jobs = atoi(arguments[5]);
        if (mkdir(arguments[2], 0755) && errno != EEXIST) fail("mkdir", arguments[2]);
        run(create);
        puts("}");
    } else if (!strcmp(what, "write") && given == 2) {
        write_file(arguments[2], strtoull(arguments[3], NULL, 10));
    } else if (!strcmp(what, "missing") && given == 2) {
        look_up_missing(arguments[2], atoi(arguments[3]));
    } else if (!strcmp(what, "list") && given == 1) {
        list(arguments[2]);
    } else {
        fputs("usage: load read|random|cat|write|create|missing|list ... (see load.c)\n", stderr);
        return 2;
    }
    return 0;
}
