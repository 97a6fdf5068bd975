#pragma once
// Linux calls and constants that need _GNU_SOURCE, which Swift's Glibc module is built without,
// and variadic functions, which Swift cannot call. Each returns -1 and sets errno like the call it wraps.
#include <stdint.h>
#include <stddef.h>

/// getxattr(2): Retrieves an extended attribute.
long clinux_getxattr(const char *path, const char *name, void *value, size_t size);

/// fallocate(2): Manipulates file space.
int clinux_fallocate(int fd, int mode, int64_t offset, int64_t length);
/// fstatfs(2): Whether a file lives in memory: 1 or 0.
int clinux_is_in_memory(int fd);
/// copy_file_range(2): Copies a range of data from one file to another, both offsets explicit.
long clinux_copy_file_range(int in, int64_t in_offset, int out, int64_t out_offset, size_t length);
/// pipe2(2): Creates a pipe, with O_CLOEXEC from its first moment.
int clinux_pipe2(int descriptors[2], int flags);
/// syncfs(2): Writes back what the kernel has of one file system.
int clinux_syncfs(int fd);
/// prctl(2), PR_SET_PDEATHSIG: The signal that this process gets when its parent ends; 0 for none.
int clinux_signal_at_parents_end(int signal);
/// pthread_setname_np(3): Names the calling thread for ps and debuggers (at most 15 bytes).
void clinux_name_thread(const char *name);
/// FUSE_DEV_IOC_BACKING_OPEN: Lets the kernel read `fd` for the FUSE session of `device`; a number, 1 and up.
int clinux_fuse_backing_open(int device, int fd);
/// FUSE_DEV_IOC_BACKING_CLOSE: Gives such a number back.
int clinux_fuse_backing_close(int device, int backing);
/// renameat2(2): Renames with flags, such as not to replace anything.
int clinux_renameat2(const char *from, const char *to, unsigned int flags);
/// clock_gettime(2) of CLOCK_REALTIME: nanoseconds since 1970.
int64_t clinux_realtime(void);
/// mallopt(3): keeps freed memory for the next allocation. Buffers come and go at the rate of the network; given back each
/// time, the kernel clears every page anew. Constants that Glibc's module does not show.
void clinux_keep_freed_memory(void);

enum {
    CLINUX_FALLOC_KEEP_SIZE = 1,
    CLINUX_FALLOC_PUNCH_HOLE = 2,
    CLINUX_FALLOC_ZERO_RANGE = 16,
    CLINUX_SEEK_DATA = 3,
    CLINUX_SEEK_HOLE = 4,
    CLINUX_RENAME_NOREPLACE = 1,
    CLINUX_RENAME_EXCHANGE = 2,
    CLINUX_O_DIRECT = 040000,
    CLINUX_UTIME_NOW = 0x3fffffff,
    CLINUX_UTIME_OMIT = 0x3ffffffe,
    CLINUX_XATTR_CREATE = 1,
    CLINUX_XATTR_REPLACE = 2,
};
