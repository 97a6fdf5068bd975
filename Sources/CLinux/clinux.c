#define _GNU_SOURCE
#include <malloc.h>
#include "clinux.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/vfs.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

int clinux_is_in_memory(int fd) {
    struct statfs system;
    // TMPFS_MAGIC of linux/magic.h
    return fstatfs(fd, &system) == 0 && system.f_type == 0x01021994;
}

long clinux_getxattr(const char *path, const char *name, void *value, size_t size) {
    return getxattr(path, name, value, size);
}

int clinux_fallocate(int fd, int mode, int64_t offset, int64_t length) { return fallocate(fd, mode, offset, length); }

long clinux_copy_file_range(int in, int64_t in_offset, int out, int64_t out_offset, size_t length) {
    off64_t from = in_offset, to = out_offset;
    return copy_file_range(in, &from, out, &to, length, 0);
}

int clinux_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }

int clinux_syncfs(int fd) { return syncfs(fd); }

int64_t clinux_realtime(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int clinux_signal_at_parents_end(int signal) { return prctl(PR_SET_PDEATHSIG, signal); }

void clinux_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

// Of linux/fuse.h since 6.9, which Debian 12's headers are older than.
struct fuse_backing_map_6_9 {
    int32_t fd;
    uint32_t flags;
    uint64_t padding;
};
#define BACKING_OPEN _IOW(229, 1, struct fuse_backing_map_6_9)
#define BACKING_CLOSE _IOW(229, 2, uint32_t)

int clinux_fuse_backing_open(int device, int fd) {
    struct fuse_backing_map_6_9 map = {.fd = fd};
    return ioctl(device, BACKING_OPEN, &map);
}

int clinux_fuse_backing_close(int device, int backing) {
    uint32_t number = (uint32_t)backing;
    return ioctl(device, BACKING_CLOSE, &number);
}

int clinux_renameat2(const char *from, const char *to, unsigned int flags) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
}

void clinux_keep_freed_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_ARENA_MAX, 4);
}
