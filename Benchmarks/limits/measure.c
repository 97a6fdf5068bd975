// measure: runs a program and writes what it took to descriptor 3, as JSON.
//
// usage: measure PROGRAM ARGUMENT... 3> FILE
//
// A child's peak memory begins with what its parent had when it forked, so the parent must be small: Python is not.
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

int main(int count, char **arguments) {
    if (count < 2) {
        fputs("usage: measure PROGRAM ARGUMENT... 3> FILE\n", stderr);
        return 2;
    }
    fcntl(3, F_SETFD, FD_CLOEXEC);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[1], arguments + 1);
        perror(arguments[1]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("measure");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double wall = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    dprintf(3, "{\"wall\": %.6f, \"cpu\": %.6f, \"rss\": %ld}\n", wall,
            seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
