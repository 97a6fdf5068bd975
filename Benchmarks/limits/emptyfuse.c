// emptyfuse: a file system with one file and nothing behind it, to see what the FUSE loop alone can give.
//
// usage: emptyfuse MOUNTPOINT SIZE [BACKING]   the file "file" has SIZE bytes: of one hot buffer, or by pread from BACKING
//
// Stays in the foreground; ends when it is unmounted.
#define FUSE_USE_VERSION 312
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { FILE_INODE = 2, LARGEST = 1 << 20 };
static off_t size;
static int backing = -1;
static char *hot;

static struct stat attributes(fuse_ino_t inode) {
    struct stat status = {.st_ino = inode, .st_nlink = 1, .st_mode = S_IFREG | 0444, .st_size = size};
    if (inode == FUSE_ROOT_ID) status.st_mode = S_IFDIR | 0755;
    return status;
}

static void look_up(fuse_req_t request, fuse_ino_t parent, const char *name) {
    struct fuse_entry_param entry = {.ino = FILE_INODE, .attr_timeout = 60, .entry_timeout = 60};
    entry.attr = attributes(FILE_INODE);
    if (parent == FUSE_ROOT_ID && !strcmp(name, "file")) fuse_reply_entry(request, &entry);
    else fuse_reply_err(request, ENOENT);
}

static void get_attributes(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    (void)info;
    struct stat status = attributes(inode);
    fuse_reply_attr(request, &status, 60);
}

static void open_file(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    (void)inode;
    info->keep_cache = 0;
    fuse_reply_open(request, info);
}

static void read_file(fuse_req_t request, fuse_ino_t inode, size_t length, off_t offset, struct fuse_file_info *info) {
    (void)inode, (void)info;
    if (offset >= size) length = 0;
    else if ((off_t)length > size - offset) length = (size_t)(size - offset);
    if (backing < 0) {
        fuse_reply_buf(request, hot, length);
        return;
    }
    static _Thread_local char *buffer;
    if (!buffer) buffer = malloc(LARGEST);
    ssize_t got = pread(backing, buffer, length, offset);
    if (got < 0) fuse_reply_err(request, errno);
    else fuse_reply_buf(request, buffer, (size_t)got);
}

static void start(void *context, struct fuse_conn_info *connection) {
    (void)context;
    connection->max_readahead = LARGEST;
    connection->max_read = LARGEST;
}

// As Pail does: the kernel asks for a mebibyte at a time. Only root can.
static void set_read_ahead(const char *mountpoint) {
    struct stat status;
    char path[128];
    if (stat(mountpoint, &status)) return;
    snprintf(path, sizeof path, "/sys/class/bdi/%u:%u/read_ahead_kb", major(status.st_dev), minor(status.st_dev));
    FILE *file = fopen(path, "w");
    if (!file) return;
    fputs("1024", file);
    fclose(file);
}

int main(int count, char **arguments) {
    if (count < 3 || count > 4) {
        fputs("usage: emptyfuse MOUNTPOINT SIZE [BACKING]\n", stderr);
        return 2;
    }
    size = strtoll(arguments[2], NULL, 10);
    hot = malloc(LARGEST);
    memset(hot, 'x', LARGEST);
    if (count == 4 && (backing = open(arguments[3], O_RDONLY | O_CLOEXEC)) < 0) {
        perror(arguments[3]);
        return 1;
    }
    static const struct fuse_lowlevel_ops operations = {
        .init = start, .lookup = look_up, .getattr = get_attributes, .open = open_file, .read = read_file};
    char *words[] = {"emptyfuse", "-omax_read=1048576", NULL};
    struct fuse_args options = FUSE_ARGS_INIT(2, words);
    struct fuse_session *session = fuse_session_new(&options, &operations, sizeof operations, NULL);
    if (!session || fuse_set_signal_handlers(session) || fuse_session_mount(session, arguments[1])) return 1;
    struct fuse_loop_config *config = fuse_loop_cfg_create();
    pid_t child = fork();
    if (child == 0) {
        // The stat is answered by the loop of the parent.
        set_read_ahead(arguments[1]);
        _exit(0);
    }
    int result = fuse_session_loop_mt(session, config);
    fuse_loop_cfg_destroy(config);
    fuse_session_unmount(session);
    fuse_remove_signal_handlers(session);
    fuse_session_destroy(session);
    return result > 0 ? 0 : -result;
}
