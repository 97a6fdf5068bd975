#include "memorys3.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

// A connection hands the thread back after so many bytes.
enum { TURN = 1 << 20, INPUT = 64 << 10 };

// ---- waiting: for the latency, for the pace, or for its next turn

static void wait_until(Connection *connection, uint64_t due) {
    connection->due = due;
    if (connection->waiting) return;
    connection->waiting = true;
    connection->previous = NULL;
    connection->next = connection->worker->waiting;
    if (connection->next) connection->next->previous = connection;
    connection->worker->waiting = connection;
}

static void stop_waiting(Connection *connection) {
    if (!connection->waiting) return;
    connection->waiting = false;
    if (connection->next) connection->next->previous = connection->previous;
    if (connection->previous) connection->previous->next = connection->next;
    else connection->worker->waiting = connection->next;
}

// Whether the pace lets bytes through now; if not, the connection waits.
static bool may_move(Connection *connection, uint64_t bandwidth) {
    if (!bandwidth) return true;
    uint64_t now = now_ns();
    if (connection->due > now) {
        wait_until(connection, connection->due);
        return false;
    }
    // What was missed more than 4 ms ago is not caught up.
    if (connection->due + 4000000 < now) connection->due = now;
    return true;
}

static void moved(Connection *connection, uint64_t bandwidth, size_t bytes) {
    if (bandwidth) connection->due += (uint64_t)((double)bytes * 1e9 / (double)bandwidth);
}

static size_t step_size(uint64_t bandwidth) {
    if (!bandwidth) return TURN;
    size_t step = bandwidth / 500;
    return step < 16384 ? 16384 : step;
}

// ---- opening and closing

void connection_open(Worker *worker, int socket) {
    Connection *connection = calloc(1, sizeof *connection);
    connection->socket = socket;
    connection->worker = worker;
    count(COUNT_CONNECTIONS, 1);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = connection};
    epoll_ctl(worker->epoll, EPOLL_CTL_ADD, socket, &event);
}

static void end_answer(Connection *connection) {
    if (connection->object) object_release(connection->object);
    connection->object = NULL;
    if (connection->counted) atomic_fetch_sub(&in_flight, 1);
    connection->counted = false;
    if (connection->answer.capacity > 1 << 20) text_free(&connection->answer);
    connection->answer.length = connection->answer_sent = 0;
}

static void connection_close(Connection *connection) {
    stop_waiting(connection);
    end_answer(connection);
    if (connection->body) buffer_release(connection->body);
    close(connection->socket);
    request_free(&connection->request);
    text_free(&connection->answer);
    free(connection->input);
    free(connection);
}

// ---- answers

static const char *reason(int status) {
    switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 412: return "Precondition Failed";
    case 416: return "Range Not Satisfiable";
    case 501: return "Not Implemented";
    default: return "Status";
    }
}

void answer_status(Connection *connection, int status) {
    static _Thread_local char date[40];
    static _Thread_local time_t formatted;
    time_t now = time(NULL);
    if (now != formatted) http_date(formatted = now, date);
    text_format(&connection->answer,
                "HTTP/1.1 %d %s\r\nServer: memorys3\r\nDate: %s\r\nx-amz-request-id: 0000000000000000\r\n%s", status,
                reason(status), date, connection->request.keep_alive ? "" : "Connection: close\r\n");
}

void answer_text(Connection *connection, int status, const char *type, const char *bytes, size_t length) {
    answer_status(connection, status);
    if (status == 204) {
        text_put(&connection->answer, "\r\n");
        return;
    }
    text_format(&connection->answer, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, length);
    if (strcmp(connection->request.method, "HEAD")) text_add(&connection->answer, bytes, length);
}

void answer_error(Connection *connection, int status, const char *code) {
    char body[256];
    int length = snprintf(body, sizeof body,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message>"
                          "<RequestId>0000000000000000</RequestId></Error>",
                          code, reason(status));
    if (status == 404) count(COUNT_NOT_FOUND, 1);
    answer_text(connection, status, "application/xml", body, (size_t)length);
}

// ---- reading

static void take_body(void *context, const char *bytes, size_t length) {
    Connection *connection = context;
    buffer_reserve(connection->body, connection->body_length + length);
    memcpy(connection->body->bytes + connection->body_length, bytes, length);
    connection->body_length += length;
}

static void take_aws_chunks(void *context, const char *bytes, size_t length) {
    Connection *connection = context;
    chunks_feed(&connection->aws_chunks, bytes, length, take_body, connection);
}

// Looks at the head that was read; makes room for the body.
static void begin_body(Connection *connection) {
    Request *request = &connection->request;
    const char *length = request_header(request, "content-length");
    const char *encoding = request_header(request, "transfer-encoding");
    const char *hash = request_header(request, "x-amz-content-sha256");
    const char *content = request_header(request, "content-encoding");
    connection->wrapped_http = encoding && strcasestr(encoding, "chunked");
    connection->wrapped_aws = (hash && !strncmp(hash, "STREAMING-", 10)) || (content && strstr(content, "aws-chunked"));
    connection->http_chunks = connection->aws_chunks = (Chunks){0};
    connection->body_left = !connection->wrapped_http && length ? strtoull(length, NULL, 10) : 0;
    connection->body_length = 0;
    if (!connection->wrapped_http && !connection->body_left) return;
    const char *decoded = request_header(request, "x-amz-decoded-content-length");
    uint64_t room = connection->wrapped_aws && decoded ? strtoull(decoded, NULL, 10) : connection->body_left;
    connection->body = buffer_new((size_t)room);
    if (request->expects_continue) {
        static const char go[] = "HTTP/1.1 100 Continue\r\n\r\n";
        if (send(connection->socket, go, sizeof go - 1, MSG_NOSIGNAL) < 0) return;
    }
}

// Takes what is in the input buffer for the body.
static void take_input(Connection *connection) {
    const char *bytes = connection->input + connection->input_offset;
    size_t length = connection->input_length - connection->input_offset;
    if (connection->wrapped_http) {
        void (*out)(void *, const char *, size_t) = connection->wrapped_aws ? take_aws_chunks : take_body;
        length = chunks_feed(&connection->http_chunks, bytes, length, out, connection);
    } else {
        if (length > connection->body_left) length = (size_t)connection->body_left;
        if (connection->wrapped_aws) take_aws_chunks(connection, bytes, length);
        else take_body(connection, bytes, length);
        connection->body_left -= length;
    }
    connection->input_offset += length;
    count(COUNT_BYTES_IN, length);
}

static bool body_complete(const Connection *connection) {
    return connection->wrapped_http ? connection->http_chunks.done : connection->body_left == 0;
}

// More input; 1 when there is, 0 when the socket has none now, -1 at its end.
static int fill_input(Connection *connection) {
    if (connection->input_offset) {
        connection->input_length -= connection->input_offset;
        memmove(connection->input, connection->input + connection->input_offset, connection->input_length);
        connection->input_offset = 0;
    }
    if (connection->input_capacity - connection->input_length < INPUT / 4) {
        connection->input_capacity = connection->input_capacity ? connection->input_capacity * 2 : INPUT;
        connection->input = realloc(connection->input, connection->input_capacity);
    }
    ssize_t got;
    do {
        got = recv(connection->socket, connection->input + connection->input_length,
                   connection->input_capacity - connection->input_length, 0);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return errno == EAGAIN ? 0 : -1;
    connection->input_length += (size_t)got;
    return got ? 1 : -1;
}

typedef enum { GOES_ON, BLOCKED, BROKEN } Progress;

static Progress read_head(Connection *connection) {
    ssize_t head = 0;
    if (connection->input_length > connection->input_offset)
        head = request_parse(&connection->request, connection->input + connection->input_offset,
                             connection->input_length - connection->input_offset);
    if (head < 0) return BROKEN;
    if (head == 0) {
        int got = fill_input(connection);
        return got > 0 ? GOES_ON : got == 0 ? BLOCKED : BROKEN;
    }
    connection->input_offset += (size_t)head;
    connection->due = 0;
    begin_body(connection);
    connection->state = READS_BODY;
    return GOES_ON;
}

static void answer(Connection *connection) {
    connection->state = SENDS;
    connection->object_left = 0;
    if (handle_control(connection)) return;
    int now = atomic_fetch_add(&in_flight, 1) + 1, most = atomic_load(&in_flight_most);
    connection->counted = true;
    while (now > most && !atomic_compare_exchange_weak(&in_flight_most, &most, now)) {}
    handle_request(connection);
    uint64_t latency = atomic_load_explicit(&settings.latency, memory_order_relaxed);
    if (latency) {
        connection->state = WAITS;
        connection->due = now_ns() + latency;
    }
}

static Progress read_body(Connection *connection, size_t *turn) {
    if (connection->input_length > connection->input_offset && !body_complete(connection)) take_input(connection);
    if (body_complete(connection)) {
        answer(connection);
        if (connection->body) buffer_release(connection->body);
        connection->body = NULL;
        return GOES_ON;
    }
    uint64_t bandwidth = atomic_load_explicit(&settings.bandwidth, memory_order_relaxed);
    if (!may_move(connection, bandwidth)) return BLOCKED;
    size_t got;
    if (connection->wrapped_http || connection->wrapped_aws) {
        size_t before = connection->input_length - connection->input_offset;
        int filled = fill_input(connection);
        if (filled <= 0) return filled ? BROKEN : BLOCKED;
        got = connection->input_length - before;
    } else {
        // Straight to where the bytes stay.
        size_t step = step_size(bandwidth);
        if (step > connection->body_left) step = (size_t)connection->body_left;
        ssize_t received = recv(connection->socket, connection->body->bytes + connection->body_length, step, 0);
        if (received < 0 && errno == EINTR) return GOES_ON;
        if (received < 0 && errno == EAGAIN) return BLOCKED;
        if (received <= 0) return BROKEN;
        got = (size_t)received;
        connection->body_length += got;
        connection->body_left -= got;
        count(COUNT_BYTES_IN, got);
    }
    moved(connection, bandwidth, got);
    *turn -= got < *turn ? got : *turn;
    return GOES_ON;
}

// ---- sending

// The head, with the bytes behind it when they are few.
static Progress send_text(Connection *connection, uint64_t bandwidth) {
    struct iovec parts[2] = {{connection->answer.bytes + connection->answer_sent,
                              connection->answer.length - connection->answer_sent}};
    int part_count = 1, flags = MSG_NOSIGNAL;
    if (connection->object_left) {
        Segment segment = object_segment(connection->object, connection->object_offset);
        if (!bandwidth && connection->object_left <= SMALL_BUFFER && segment.length >= connection->object_left) {
            parts[1] = (struct iovec){segment.buffer->bytes + segment.offset, (size_t)connection->object_left};
            part_count = 2;
        } else {
            flags |= MSG_MORE;
        }
    }
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = (size_t)part_count};
    ssize_t sent = sendmsg(connection->socket, &message, flags);
    if (sent < 0) return errno == EAGAIN ? BLOCKED : errno == EINTR ? GOES_ON : BROKEN;
    size_t text = (size_t)sent < parts[0].iov_len ? (size_t)sent : parts[0].iov_len;
    connection->answer_sent += text;
    connection->object_offset += (size_t)sent - text;
    connection->object_left -= (size_t)sent - text;
    count(COUNT_BYTES_OUT, (size_t)sent - text);
    return GOES_ON;
}

static Progress send_object(Connection *connection, uint64_t bandwidth, size_t *turn) {
    if (!may_move(connection, bandwidth)) return BLOCKED;
    Segment segment = object_segment(connection->object, connection->object_offset);
    size_t length = segment.length;
    if (length > connection->object_left) length = (size_t)connection->object_left;
    if (length > step_size(bandwidth)) length = step_size(bandwidth);
    ssize_t sent;
    if (segment.buffer->file >= 0) {
        off_t offset = (off_t)segment.offset;
        sent = sendfile(connection->socket, segment.buffer->file, &offset, length);
    } else {
        int more = length < connection->object_left ? MSG_MORE : 0;
        sent = send(connection->socket, segment.buffer->bytes + segment.offset, length, MSG_NOSIGNAL | more);
    }
    if (sent < 0) return errno == EAGAIN ? BLOCKED : errno == EINTR ? GOES_ON : BROKEN;
    if (sent == 0) return BROKEN;
    connection->object_offset += (size_t)sent;
    connection->object_left -= (size_t)sent;
    count(COUNT_BYTES_OUT, (size_t)sent);
    moved(connection, bandwidth, (size_t)sent);
    *turn -= (size_t)sent < *turn ? (size_t)sent : *turn;
    return GOES_ON;
}

static Progress send_answer(Connection *connection, size_t *turn) {
    uint64_t bandwidth = atomic_load_explicit(&settings.bandwidth, memory_order_relaxed);
    if (connection->answer_sent < connection->answer.length) return send_text(connection, bandwidth);
    if (connection->object_left) return send_object(connection, bandwidth, turn);
    end_answer(connection);
    connection->state = READS_HEAD;
    return connection->request.keep_alive ? GOES_ON : BROKEN;
}

// Goes on until the socket, the pace or its turn ends it.
static void connection_run(Connection *connection) {
    size_t turn = TURN;
    Progress progress = GOES_ON;
    while (progress == GOES_ON) {
        if (turn == 0) {
            uint64_t now = now_ns();
            wait_until(connection, connection->due > now ? connection->due : now);
            return;
        }
        switch (connection->state) {
        case READS_HEAD: progress = read_head(connection); break;
        case READS_BODY: progress = read_body(connection, &turn); break;
        case WAITS:
            if (connection->due > now_ns()) {
                wait_until(connection, connection->due);
                return;
            }
            connection->state = SENDS;
            break;
        case SENDS: progress = send_answer(connection, &turn); break;
        }
    }
    if (progress == BROKEN) connection_close(connection);
}

void *worker_run(void *context) {
    Worker *worker = context;
    struct epoll_event events[256];
    for (;;) {
        struct timespec timeout, *limit = NULL;
        if (worker->waiting) {
            uint64_t first = UINT64_MAX, now = now_ns();
            for (Connection *each = worker->waiting; each; each = each->next)
                if (each->due < first) first = each->due;
            uint64_t rest = first > now ? first - now : 0;
            timeout = (struct timespec){(time_t)(rest / 1000000000), (long)(rest % 1000000000)};
            limit = &timeout;
        }
        int ready = epoll_pwait2(worker->epoll, events, 256, limit, NULL);
        for (int i = 0; i < ready; i++) connection_run(events[i].data.ptr);
        uint64_t now = now_ns();
        // Each is taken off the list before it runs, since running may end it. Only itself: `next` stays good.
        for (Connection *each = worker->waiting, *next; each; each = next) {
            next = each->next;
            if (each->due > now) continue;
            stop_waiting(each);
            connection_run(each);
        }
    }
    return NULL;
}
