#!/usr/bin/env python3
"""Writes retries.json: what botocore's own retry classes decide, for RetryVectorTests.

Needs botocore 1.43.11. Run without arguments; the file beside this script is replaced.
"""

import json
import pathlib
import random
from unittest import mock

import botocore
import botocore.session
from botocore import exceptions, retryhandler
from botocore.retries import adaptive, bucket, quota, standard, throttling

assert botocore.__version__ == "1.43.11", botocore.__version__

CODES = [
    "AccessDenied", "AuthorizationHeaderMalformed", "BadDigest", "BandwidthLimitExceeded",
    "ConditionalRequestConflict", "EC2ThrottledException", "ExpiredToken", "IncompleteBody", "InternalError",
    "InvalidArgument", "InvalidRange", "LimitExceededException", "NoSuchBucket", "NoSuchKey", "NotImplemented",
    "OperationAborted", "PreconditionFailed", "PriorRequestNotComplete", "ProvisionedThroughputExceededException",
    "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "RequestTimeTooSkewed", "RequestTimeout",
    "RequestTimeoutException", "ServiceUnavailable", "SlowDown", "Throttling", "ThrottledException",
    "ThrottlingException", "TooManyRequestsException", "TransactionInProgressException", "Unknown",
]
STATUSES = [400, 403, 404, 409, 412, 429, 500, 501, 502, 503, 504, 509]


class Clock:
    """Time that moves when told."""

    def __init__(self, now=0.0):
        self.now = now

    def current_time(self):
        return self.now

    def sleep(self, amount):
        self.now += amount


class Answer:
    def __init__(self, status, headers=None):
        self.status_code = status
        self.headers = headers or {}
        self.content = b""


def context(model, attempt=1, status=None, code=None, headers=None, exception=None):
    http = None if status is None else Answer(status, headers)
    parsed = None if code is None else {"Error": {"Code": code}}
    return standard.RetryContext(
        attempt_number=attempt, operation_model=model, http_response=http, parsed_response=parsed,
        caught_exception=exception, request_context={})


def classification(model):
    session = botocore.session.get_session()
    data = session.get_data("_retry")
    config = retryhandler_config(data)
    legacy = retryhandler.create_checker_from_retry_config(config)
    conditions = standard.StandardRetryConditions(max_attempts=5)
    throttled = standard.ThrottlingErrorDetector(standard.RetryEventAdapter())
    rows = []
    for code in CODES:
        for status in STATUSES:
            answer = context(model, status=status, code=code)
            rows.append({
                "code": code, "status": status,
                "standard": conditions.is_retryable(answer),
                "throttling": throttled.is_throttling_error_from_context(answer),
                "legacy": bool(legacy(1, (Answer(status), {"Error": {"Code": code}}), None, {})),
            })
    return rows


def retryhandler_config(data):
    from botocore import translate
    return translate.build_retry_config("s3", data["retry"], data["definitions"], {"max_attempts": 4})


def transport(model):
    conditions = standard.StandardRetryConditions(max_attempts=5)
    checker = standard.RetryQuotaChecker(quota.RetryQuota())
    rows = []
    for name, exception in [
        ("resolve", exceptions.EndpointConnectionError(endpoint_url="u", error="e")),
        ("connect", exceptions.EndpointConnectionError(endpoint_url="u", error="e")),
        ("handshake", exceptions.SSLError(endpoint_url="u", error="e")),
        ("send", exceptions.ConnectionClosedError(endpoint_url="u")),
        ("receive", exceptions.ConnectionClosedError(endpoint_url="u")),
        ("stalled", exceptions.ReadTimeoutError(endpoint_url="u")),
        ("stalled", exceptions.ConnectTimeoutError(endpoint_url="u")),
    ]:
        failed = context(model, exception=exception)
        checker.acquire_retry_quota(failed)
        rows.append({
            "failure": name, "standard": conditions.is_retryable(failed),
            "cost": failed.request_context["retry_quota_capacity"],
        })
    return rows


def backoffs(model):
    rows = []
    for attempt in range(1, 12):
        for jitter in (0.0, 0.125, 0.5, 0.999):
            backoff = standard.ExponentialBackoff(random=lambda: jitter)
            with mock.patch.object(random, "random", lambda: jitter):
                legacy = retryhandler.delay_exponential("rand", 2, attempt)
            rows.append({
                "attempt": attempt, "jitter": jitter,
                "standard": backoff.delay_amount(context(model, attempt=attempt)), "legacy": legacy,
            })
    return rows


def wishes(model):
    rows = []
    with mock.patch.object(standard, "NEW_RETRIES_ENABLED", True):
        for attempt in (1, 3, 6):
            for text in (None, "0", "1500", "4000", "60000", "-5", "soon"):
                detector = standard.ThrottlingErrorDetector(standard.RetryEventAdapter())
                backoff = standard.ExponentialBackoff(random=lambda: 0.5, throttling_detector=detector)
                headers = {} if text is None else {"x-amz-retry-after": text}
                failed = context(model, attempt=attempt, status=503, code="SlowDown", headers=headers)
                rows.append({"attempt": attempt, "header": text, "delay": backoff.delay_amount(failed)})
    return rows


def quotas():
    generator = random.Random(3)
    rows = []
    tokens = quota.RetryQuota()
    for _ in range(400):
        take = generator.random() < 0.7
        amount = generator.choice((5, 10) if take else (0, 5, 10))
        taken = tokens.acquire(amount) if take else None
        if not take:
            # What a success gives back: its last retry's cost, or one.
            tokens.release(amount or 1)
        rows.append({"take": take, "amount": amount, "taken": taken, "left": tokens.available_capacity})
    return rows


def buckets():
    runs = []
    for seed in range(6):
        generator = random.Random(seed)
        clock = Clock()
        tokens = bucket.TokenBucket(max_rate=generator.choice((1, 4, 30)), clock=clock)
        first = tokens.max_rate
        steps = []
        for _ in range(60):
            clock.now += generator.choice((0, 0.01, 0.3, 2.5))
            if generator.random() < 0.2:
                tokens.max_rate = generator.choice((0.1, 0.7, 3, 50))
                steps.append({"time": clock.now, "rate": tokens.max_rate, "capacity": tokens.max_capacity,
                              "available": tokens.available_capacity, "set": True, "wait": 0})
                continue
            try:
                tokens.acquire(1, block=False)
                wait = 0
            except exceptions.CapacityNotAvailableError:
                wait = tokens._sleep_amount(1)
            steps.append({"time": clock.now, "rate": tokens.max_rate, "capacity": tokens.max_capacity,
                          "available": tokens.available_capacity, "set": False, "wait": wait})
        runs.append({"rate": first, "steps": steps})
    return runs


def cubics():
    runs = []
    for seed in range(4):
        generator = random.Random(seed)
        start, now = 10.0, 10.0
        calculator = throttling.CubicCalculator(starting_max_rate=seed * 5, start_time=start)
        steps = []
        for _ in range(40):
            now += generator.choice((0.05, 0.5, 3))
            failed = generator.random() < 0.15
            current = generator.uniform(0.5, 80)
            rate = calculator.error_received(current, now) if failed else calculator.success_received(now)
            steps.append({"time": now, "failed": failed, "current": current, "rate": rate})
        runs.append({"rate": seed * 5, "start": start, "steps": steps})
    return runs


def clockers():
    runs = []
    for seed in range(3):
        generator = random.Random(seed)
        clock = Clock(generator.uniform(0, 9))
        clocker = adaptive.RateClocker(clock)
        start = clock.now
        steps = []
        for _ in range(80):
            clock.now += generator.choice((0, 0.02, 0.2, 1.7))
            steps.append({"time": clock.now, "rate": clocker.record()})
        runs.append({"start": start, "steps": steps})
    return runs


def limiters(model):
    runs = []
    adapter = standard.RetryEventAdapter()
    for seed in range(5):
        generator = random.Random(seed)
        clock = Clock(100.0)
        limiter = adaptive.ClientRateLimiter(
            rate_adjustor=throttling.CubicCalculator(starting_max_rate=0, start_time=clock.current_time()),
            rate_clocker=adaptive.RateClocker(clock),
            token_bucket=bucket.TokenBucket(max_rate=1, clock=clock),
            throttling_detector=standard.ThrottlingErrorDetector(retry_event_adapter=adapter), clock=clock)
        steps = []
        for _ in range(150):
            clock.now += generator.choice((0.01, 0.05, 0.4))
            wait = 0
            if limiter._enabled:
                try:
                    limiter._token_bucket.acquire(block=False)
                except exceptions.CapacityNotAvailableError:
                    wait = limiter._token_bucket._sleep_amount(1)
            sent = clock.now
            clock.now += 0.02
            throttled = generator.random() < 0.1 * seed
            code = "SlowDown" if throttled else "NoSuchKey"
            limiter.on_receiving_response(
                attempts=1, operation=model, response=(Answer(503 if throttled else 404), {"Error": {"Code": code}}),
                caught_exception=None, request_dict={"context": {}})
            steps.append({"sent": sent, "wait": wait, "answered": clock.now, "throttled": throttled,
                          "rate": limiter._token_bucket.max_rate,
                          "available": limiter._token_bucket.available_capacity, "enabled": limiter._enabled})
        runs.append({"start": 100.0, "steps": steps})
    return runs


def main():
    model = botocore.session.get_session().get_service_model("s3").operation_model("PutObject")
    vectors = {
        "botocore": botocore.__version__, "classification": classification(model), "transport": transport(model),
        "backoffs": backoffs(model), "wishes": wishes(model), "quota": quotas(), "buckets": buckets(),
        "cubics": cubics(), "clockers": clockers(), "limiters": limiters(model),
    }
    path = pathlib.Path(__file__).with_name("retries.json")
    text = json.dumps(vectors, separators=(",", ":"), sort_keys=True)
    path.write_text(text.replace("},{", "},\n{") + "\n")
    print({name: len(rows) for name, rows in vectors.items() if isinstance(rows, list)})


main()
