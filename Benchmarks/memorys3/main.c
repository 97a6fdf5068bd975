#include "memorys3.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static const char usage[] =
    "usage: memorys3 [option ...]\n"
    "Serves S3 from memory on 127.0.0.1, checks no signature, prints its address, runs until killed.\n"
    "  --port N           0 takes a free one (default)\n"
    "  --threads N        default 2\n"
    "  --latency MS       before the first byte of each answer\n"
    "  --bandwidth MB/S   of each connection, each way\n"
    "  --bucket NAME      of the objects below; default bench\n"
    "  --object KEY:SIZE  a synthetic object\n"
    "  --files PREFIX:COUNT:SIZE   COUNT objects PREFIX000000 ...\n"
    "  --keys N           N objects of one byte: keys/000000 ...\n"
    "  --tree DxF         D directories with F objects of one byte each: tree/d0000/f0000 ...\n"
    "  --verbose          prints each request\n"
    "GET /_stats counts requests and bytes; see control.c for the rest.\n";

enum { MAX_THREADS = 64 };
static Worker workers[MAX_THREADS];

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1024) ||
        getsockname(listener, (struct sockaddr *)&address, &length)) {
        perror("memorys3");
        exit(1);
    }
    printf("http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

// The accepting thread deals connections out in turn, so that a few of them keep all threads busy.
static void accept_forever(int listener, int threads) {
    for (unsigned turn = 0;; turn++) {
        int one = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), on = 1;
        if (one < 0) {
            if (errno == EMFILE) usleep(10000);
            continue;
        }
        setsockopt(one, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connection_open(&workers[turn % (unsigned)threads], one);
    }
}

int main(int count, char **arguments) {
    static const struct option options[] = {
        {"port", 1, 0, 'p'}, {"threads", 1, 0, 't'}, {"latency", 1, 0, 'l'}, {"bandwidth", 1, 0, 'w'},
        {"bucket", 1, 0, 'b'}, {"object", 1, 0, 'o'}, {"files", 1, 0, 'f'}, {"keys", 1, 0, 'k'}, {"tree", 1, 0, 'd'},
        {"verbose", 0, 0, 'v'}, {0}};
    int port = 0, threads = 2, option;
    const char *bucket = "bench";
    char name[1100], prefix[1200];
    unsigned long long number, size;
    store_start();
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'p': port = atoi(optarg); continue;
        case 't': threads = atoi(optarg); continue;
        case 'l': settings.latency = (uint64_t)(atof(optarg) * 1e6); continue;
        case 'w': settings.bandwidth = (uint64_t)(atof(optarg) * 1e6); continue;
        case 'b': bucket = optarg; continue;
        case 'v': settings.verbose = true; continue;
        case 'o':
            if (sscanf(optarg, "%1023[^:]:%llu", name, &size) != 2) break;
            snprintf(prefix, sizeof prefix, "%s/%s", bucket, name);
            seed(prefix, 1, 0, size);
            continue;
        case 'f':
            if (sscanf(optarg, "%1023[^:]:%llu:%llu", name, &number, &size) != 3) break;
            snprintf(prefix, sizeof prefix, "%s/%s", bucket, name);
            seed(prefix, number, 0, size);
            continue;
        case 'k':
            snprintf(prefix, sizeof prefix, "%s/keys/", bucket);
            seed(prefix, strtoull(optarg, NULL, 10), 0, 1);
            continue;
        case 'd':
            if (sscanf(optarg, "%llux%llu", &number, &size) != 2) break;
            snprintf(prefix, sizeof prefix, "%s/tree/", bucket);
            seed(prefix, number * size, number, 1);
            continue;
        }
        fputs(usage, stderr);
        return 2;
    }
    if (optind < count || threads < 1 || threads > MAX_THREADS) {
        fputs(usage, stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        workers[i].epoll = epoll_create1(EPOLL_CLOEXEC);
        pthread_create(&thread, NULL, worker_run, &workers[i]);
        pthread_detach(thread);
    }
    accept_forever(listen_on(port), threads);
    return 0;
}
