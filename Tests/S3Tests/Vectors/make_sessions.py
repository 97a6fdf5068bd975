#!/usr/bin/env python3
"""Asks botocore how it settles sessions and clients, and writes the answers that the tests compare with.

sessions.json: where credentials come from. configurations.json: what every option of a client becomes, one setting and one
place at a time, and then in random small worlds. Run it with botocore installed; it makes no request:
    python3 make_sessions.py
"""
import json
import os
import pathlib
import random
import socket
import sys
import tempfile
from unittest import mock

import botocore
import botocore.client
import botocore.configprovider
import botocore.exceptions
import botocore.loaders
import botocore.session
from botocore.config import Config

HERE = pathlib.Path(__file__).parent
# Keeps botocore's data files in memory between the scenarios.
LOADER = botocore.loaders.create_loader()

# The one default that is ours: everything else is compared as botocore has it (docs/decisions/0010).
variables = botocore.configprovider.BOTOCORE_DEFAUT_SESSION_VARIABLES
variables["retry_mode"] = (*variables["retry_mode"][:2], "standard", variables["retry_mode"][3])


def session(name, env=None, config=None, credentials=None, profile=None, keys=None, files=None):
    with tempfile.TemporaryDirectory() as home:
        place = lambda text: text.replace("{home}", home)
        os.mkdir(home + "/.aws")
        for path, text in {".aws/config": config, ".aws/credentials": credentials, **(files or {})}.items():
            if text is not None:
                pathlib.Path(home, path).write_bytes(place(text).encode())
        environment = {k: place(v) for k, v in (env or {}).items()}
        variables = {"HOME": home, "PATH": os.environ["PATH"], "AWS_EC2_METADATA_DISABLED": "true", **environment}
        expected = {}
        with mock.patch.dict(os.environ, variables, clear=True):
            try:
                core = botocore.session.Session(profile=profile)
                if keys:
                    core.set_credentials(*keys)
                core.get_scoped_config()
                expected["profile"] = core.profile or "default"
                expected["region"] = core.get_config_variable("region")
                bundle = core.get_config_variable("ca_bundle")
                expected["caBundle"] = bundle and bundle.replace(home, "{home}")
                found = core.get_credentials()
                if found is None:
                    expected["credentials"] = None
                else:
                    frozen = found.get_frozen_credentials()
                    expected["credentials"] = [frozen.access_key, frozen.secret_key, frozen.token]
                client = core.create_client("s3", region_name=expected["region"] or "us-east-1", aws_access_key_id="a",
                                            aws_secret_access_key="b", verify=False)
                url = client.meta.endpoint_url
                expected["endpointURL"] = None if "amazonaws.com" in url else url
                s3 = client.meta.config.s3 or {}
                expected["style"] = s3.get("addressing_style")
            except Exception as error:  # what botocore says is the expectation
                expected = {"error": type(error).__name__}
        return {"name": name, "environment": env or {}, "config": config, "credentials": credentials, "profile": profile,
                "keys": keys, "files": files or {}, "expected": expected}


def sessions():
    one = "[default]\naws_access_key_id = FILE\naws_secret_access_key = filesecret\n"
    two = one + "[work]\naws_access_key_id=WORK\naws_secret_access_key=worksecret\naws_session_token=worktoken\n"
    conf = "[default]\nregion = eu-west-1\n[profile work]\nregion = eu-north-1\noutput = json\n"
    envkeys = {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "envsecret"}
    process = "printf '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"procsecret\",\"SessionToken\":\"t\"}'"
    shell = "sh -c \"" + process.replace('"', '\\"') + "\""
    s3 = "[default]\nregion = us-west-2\ns3 =\n  addressing_style = path\n  max_concurrent_requests = 20\n"
    return {"scenarios": [
        session("nothing at all"),
        session("explicit keys before everything", envkeys, conf, one, keys=["ARG", "argsecret", None]),
        session("explicit keys with a token", keys=["ARG", "argsecret", "argtoken"]),
        session("environment before files", envkeys, conf, one),
        session("environment with a token", {**envkeys, "AWS_SESSION_TOKEN": "envtoken"}),
        session("the old name of the token", {**envkeys, "AWS_SECURITY_TOKEN": "old", "AWS_SESSION_TOKEN": "new"}),
        session("environment with half of the keys", {"AWS_ACCESS_KEY_ID": "ENV"}, None, one),
        session("an empty key in the environment", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "x"}, None, one),
        session("shared credentials file", None, None, one),
        session("a named profile", None, conf, two, profile="work"),
        session("a named profile goes before the environment's keys", envkeys, conf, two, profile="work"),
        session("AWS_PROFILE does not go before the environment's keys", {**envkeys, "AWS_PROFILE": "work"}, conf, two),
        session("AWS_PROFILE", {"AWS_PROFILE": "work"}, conf, two),
        session("AWS_DEFAULT_PROFILE", {"AWS_DEFAULT_PROFILE": "work"}, conf, two),
        session("both names of the profile", {"AWS_DEFAULT_PROFILE": "work", "AWS_PROFILE": "default"}, conf, two),
        session("the argument before AWS_PROFILE", {"AWS_PROFILE": "work"}, conf, two, profile="default"),
        session("a profile that is not there", None, conf, two, profile="nowhere"),
        session("a profile of the environment that is not there", {"AWS_PROFILE": "nowhere"}, conf, two),
        session("a profile in the config file only", None, conf + "[profile c]\naws_access_key_id=C\naws_secret_access_key=cs\n", None, profile="c"),
        session("a section without 'profile' is no profile", None, "[c]\nregion = x\n", None, profile="c"),
        session("[profile default] is the default", None, "[profile default]\nregion = ap-south-1\n"),
        session("a profile with a space in its name", None, "[profile \"a b\"]\nregion = ap-south-1\n", profile="a b"),
        session("credentials file before config file", None, "[default]\naws_access_key_id=C\naws_secret_access_key=cs\n", one),
        session("a profile with half of the keys", None, None, "[default]\naws_access_key_id = A\n"),
        session("region of the environment", {"AWS_DEFAULT_REGION": "sa-east-1"}, conf),
        session("region of the profile", None, conf, two, profile="work"),
        session("region in the credentials file", None, conf, one + "region = me-south-1\n"),
        session("another config file", {"AWS_CONFIG_FILE": "{home}/other"}, conf, None, files={"other": "[default]\nregion = il-central-1\n"}),
        session("another config file below ~", {"AWS_CONFIG_FILE": "~/other"}, conf, None, files={"other": "[default]\nregion = il-central-1\n"}),
        session("another config file by a variable", {"AWS_CONFIG_FILE": "$HOME/other"}, conf, None, files={"other": "[default]\nregion = il-central-1\n"}),
        session("another credentials file", {"AWS_SHARED_CREDENTIALS_FILE": "{home}/keys"}, None, one, files={"keys": one.replace("FILE", "OTHER")}),
        session("a config file that is not there", {"AWS_CONFIG_FILE": "{home}/none"}, conf, one),
        session("endpoint of the environment for S3", {"AWS_ENDPOINT_URL_S3": "http://s3:1", "AWS_ENDPOINT_URL": "http://all:2"}, "[default]\nendpoint_url = http://file:3\n"),
        session("endpoint of the environment for all", {"AWS_ENDPOINT_URL": "http://all:2"}, "[default]\nendpoint_url = http://file:3\n"),
        session("endpoint of the profile", None, "[default]\nendpoint_url = http://file:3\n"),
        session("endpoint of another profile", None, "[default]\n[profile a]\nendpoint_url = http://a:3\n"),
        session("endpoint of a services section", None, "[default]\nservices = mine\nendpoint_url = http://file:3\n[services mine]\ns3 =\n  endpoint_url = http://service:4\n"),
        session("endpoints ignored by the environment", {"AWS_ENDPOINT_URL": "http://all:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}),
        session("endpoints ignored by the profile", None, "[default]\nignore_configured_endpoint_urls = True\nendpoint_url = http://file:3\n"),
        session("addressing style path", None, s3),
        session("addressing style virtual", None, s3.replace("path", "virtual")),
        session("addressing style that is none", None, s3.replace("path", "sideways")),
        session("an s3 block of another profile", None, "[default]\nregion=x\n[profile a]\n" + s3.split("\n", 1)[1]),
        session("CA bundle of the environment", {"AWS_CA_BUNDLE": "{home}/a.pem"}, "[default]\nca_bundle = {home}/b.pem\n"),
        session("CA bundle of the profile", None, "[default]\nca_bundle = {home}/b.pem\n"),
        session("credential_process", None, f"[default]\ncredential_process = {shell}\n"),
        session("credential_process with a path that has a space", None, "[default]\ncredential_process = sh '{home}/a b.sh'\n", None, files={"a b.sh": process}),
        session("credentials file before credential_process", None, f"[default]\ncredential_process = {shell}\n", one),
        session("credential_process before keys of the config file", None, f"[default]\naws_access_key_id=C\naws_secret_access_key=cs\ncredential_process = {shell}\n"),
        session("credential_process that fails", None, "[default]\ncredential_process = sh -c 'echo no >&2; exit 3'\n"),
        session("credential_process of another version", None, "[default]\ncredential_process = echo '{\"Version\":2}'\n"),
        session("credential_process without a secret", None, "[default]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"A\"}'\n"),
        session("comments, blank lines and CRLF", None, "# a\r\n; b\r\n\r\n[default]\r\n# c\r\nregion = eu-west-2\r\n\r\n", one),
        session("upper-case keys and colons", None, "[default]\nREGION: eu-west-2\n"),
        session("no comment after a value", None, "[default]\nregion = eu-west-2 # here\n"),
        session("an equals sign in a value", None, None, "[default]\naws_access_key_id=A\naws_secret_access_key = a=b==\n"),
        session("a value that goes on", None, "[default]\nca_bundle = /a\n  /b\nregion = eu-west-2\n"),
        session("comments inside an s3 block", None, "[default]\ns3 =\n  # one\n  addressing_style = virtual\n\n  ; two\nregion = eu-west-2\n"),
        session("a key that stands twice", None, "[default]\nregion = a\nregion = b\n"),
        session("a section that stands twice", None, "[default]\nregion = a\n[default]\noutput = b\n"),
        session("a line that is nothing", None, "[default]\nregion\n"),
        session("a key before any section", None, "region = a\n"),
        session("an s3 block that is no block", None, "[default]\ns3 =\n  addressing_style\n"),
        session("[DEFAULT] is in every section", None, "[DEFAULT]\nregion = eu-west-2\n[profile a]\noutput = json\n", profile="a"),
        session("indented sections and keys", None, "  [default]\n  region = eu-west-2\n  output = json\n"),
    ]}


def partitions():
    """What a session knows of AWS's regions."""
    core = botocore.session.Session()
    core.register_component("data_loader", LOADER)
    names = core.get_available_partitions()
    known = [{"name": name, "regions": core.get_available_regions("s3", name)} for name in names]
    made_up = ["us-newword-9", "us-east-12", "cn-new-1", "aws-global", "aws-cn-global", "nowhere", "", "US-EAST-1", "fips-us-east-1",
               "xx-west-1", "eu-west-1-x", "us-gov-1", "us-gov-new-3", "eusc-de-new-1", "eusc-fr-east-1", "auto"]
    regions = []
    for region in [r for p in known for r in p["regions"]] + made_up:
        try:
            regions.append({"region": region, "partition": core.get_partition_for_region(region)})
        except botocore.exceptions.UnknownRegionError:
            regions.append({"region": region, "partition": None})
    return {"partitions": known, "regions": regions}


class Options(dict):
    """Keyword arguments of botocore's Config, as JSON has them."""

    def config(self):
        given = dict(self)
        if isinstance(given.get("client_cert"), list):
            given["client_cert"] = tuple(given["client_cert"])
        proxies_config = given.get("proxies_config")
        if proxies_config and isinstance(proxies_config.get("proxy_client_cert"), list):
            given["proxies_config"] = {**proxies_config, "proxy_client_cert": tuple(proxies_config["proxy_client_cert"])}
        # None is "not given": botocore's own 60 s would otherwise hide the time of a defaults mode.
        given.setdefault("connect_timeout", None)
        # botocore changes the dictionaries that it is given.
        return Config(**{k: dict(v) if isinstance(v, dict) else v for k, v in given.items()})


def settled(client, config, scoped, asked):
    """What a client was made of, in the words of its parts."""
    built_in = client._ruleset_resolver._builtins
    meta, s3 = client.meta.config, client.meta.config.s3 or {}
    http = client._endpoint.http_session
    proxy = http._proxy_config
    certificate = proxy.settings.get("proxy_client_cert")
    certificate = certificate if isinstance(certificate, tuple) else (certificate, None)
    version = botocore.client._get_configured_signature_version("s3", config, scoped)
    region = client.meta.region_name
    if asked is None and region == "aws-global":
        # A made-up region whose requests are signed for us-east-1.
        region = "us-east-1"
    if asked in ("us-east-1", "fips-us-east-1", "us-east-1-fips"):
        # For its one host botocore forgets this region, and then takes the options' even below the argument.
        region = "us-east-1"
    agent = client._user_agent_creator.to_string()
    if config.user_agent is None:
        agent = " ".join(["pail"] + agent.split(f" cfg/retry-mode#{meta.retries['mode']}", 1)[1].split())
    scheme = (built_in["SDK::Endpoint"] or "https:").split(":")[0]
    return {
        "region": region,
        "endpointURL": built_in["SDK::Endpoint"],
        "fips": built_in["AWS::UseFIPS"],
        "dualstack": built_in["AWS::UseDualStack"],
        "accelerate": built_in["AWS::S3::Accelerate"],
        "arnRegion": built_in["AWS::S3::UseArnRegion"],
        "noMRAP": built_in["AWS::S3::DisableMultiRegionAccessPoints"],
        "noExpress": built_in["AWS::S3::DisableS3ExpressSessionAuth"],
        "style": s3.get("addressing_style"),
        "usEast1": s3.get("us_east_1_regional_endpoint"),
        "payloadSigning": s3.get("payload_signing_enabled"),
        "signature": version,
        "regionSet": meta.sigv4a_signing_region_set,
        "schemes": meta.auth_scheme_preference,
        "requestChecksum": meta.request_checksum_calculation,
        "responseChecksum": meta.response_checksum_validation,
        "mode": meta.retries["mode"],
        "attempts": meta.retries.get("total_max_attempts"),
        "connectTimeout": meta.connect_timeout,
        "readTimeout": config._user_provided_options.get("read_timeout"),
        "connections": config._user_provided_options.get("max_pool_connections"),
        "keepalive": (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1) in http._socket_options,
        "verify": None if http._verify is True else str(http._verify),
        "clientCert": [http._cert_file, http._key_file],
        "proxy": proxy.proxy_url_for(f"{scheme}://host"),
        "proxyCA": proxy.settings.get("proxy_ca_bundle"),
        "proxyCert": list(certificate),
        "userAgent": agent,
    }


def configuration(name, env=None, config=None, credentials=None, options=None, **arguments):
    """One client: made with options, and arguments among profile, region, endpointURL and verify."""
    options = Options(options or {})
    with tempfile.TemporaryDirectory() as home:
        place = lambda text: text.replace("{home}", home)
        os.mkdir(home + "/.aws")
        for path, text in {".aws/config": config, ".aws/credentials": credentials}.items():
            if text is not None:
                pathlib.Path(home, path).write_bytes(text.encode())
        environment = {"HOME": home, "AWS_EC2_METADATA_DISABLED": "true", **(env or {})}
        with mock.patch.dict(os.environ, environment, clear=True):
            try:
                core = botocore.session.Session(profile=arguments.get("profile"))
                core.register_component("data_loader", LOADER)
                scoped = core.get_scoped_config()
                given = options.config()
                asked = arguments.get("region") or given.region_name or core.get_config_variable("region")
                client = core.create_client(
                    "s3", region_name=arguments.get("region"), endpoint_url=arguments.get("endpointURL"),
                    verify=arguments.get("verify"), config=given, aws_access_key_id="a", aws_secret_access_key="b")
                expected = settled(client, given, scoped, asked)
                expected = {k: v for k, v in expected.items() if v is not None}
            except Exception as error:  # what botocore says is the expectation
                expected = {"error": type(error).__name__}
    return {"name": name, "environment": env or {}, "config": config, "credentials": credentials, "options": options,
            "arguments": arguments, "expected": expected}


# Every setting: the names in the environment, the keys of the profile ("s3." for those below "s3 ="), the path in the
# options, good values as text, and values that do not do.
BOOL = ["true", "false", "True", "FALSE", "yes", "1"]
SETTINGS = {
    "region": (["AWS_DEFAULT_REGION"], ["region"], "region_name", ["eu-west-1", "us-west-2", "us-east-1", "fips-us-gov-west-1",
               "us-east-1-fips", "auto", "garage"], ["eu_west_1", "a b", "-x", "12", "x" * 64, "a.b"]),
    "endpoint": (["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"], ["endpoint_url"], None,
                 ["http://one:1", "https://two.example.com", "http://127.0.0.1:9000/base"], ["localhost:9000", "nothing"]),
    "ignore": (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], ["ignore_configured_endpoint_urls"], "ignore_configured_endpoint_urls", BOOL, []),
    "dualstack": (["AWS_USE_DUALSTACK_ENDPOINT"], ["use_dualstack_endpoint"], "use_dualstack_endpoint", BOOL, []),
    "dualstack of S3": ([], ["s3.use_dualstack_endpoint"], "s3.use_dualstack_endpoint", BOOL, []),
    "FIPS": (["AWS_USE_FIPS_ENDPOINT"], ["use_fips_endpoint"], "use_fips_endpoint", BOOL, []),
    "accelerate": ([], ["s3.use_accelerate_endpoint"], "s3.use_accelerate_endpoint", BOOL, []),
    "payload signing": ([], ["s3.payload_signing_enabled"], "s3.payload_signing_enabled", BOOL, []),
    "addressing style": ([], ["s3.addressing_style"], "s3.addressing_style", ["auto", "path", "virtual"], ["sideways", "PATH"]),
    "signature version": ([], ["s3.signature_version"], "signature_version", ["s3v4", "s3", "s3v4a"], []),
    "ARN region": (["AWS_S3_USE_ARN_REGION"], ["s3_use_arn_region", "s3.use_arn_region"], "s3.use_arn_region", BOOL, []),
    "us-east-1": (["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"], ["s3_us_east_1_regional_endpoint", "s3.us_east_1_regional_endpoint"],
                  "s3.us_east_1_regional_endpoint", ["legacy", "regional"], ["global", "Regional"]),
    "MRAP": (["AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"], ["s3.s3_disable_multiregion_access_points"],
             "s3.s3_disable_multiregion_access_points", BOOL, []),
    "express": (["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"], ["s3_disable_express_session_auth"], "s3.disable_s3_express_session_auth",
                ["true", "false", "True", "FALSE"], ["yes", "1"]),
    "request checksum": (["AWS_REQUEST_CHECKSUM_CALCULATION"], ["request_checksum_calculation"], "request_checksum_calculation",
                         ["when_supported", "when_required", "WHEN_REQUIRED"], ["always"]),
    "response checksum": (["AWS_RESPONSE_CHECKSUM_VALIDATION"], ["response_checksum_validation"], "response_checksum_validation",
                          ["when_supported", "when_required", "When_Required"], ["never"]),
    "region set": (["AWS_SIGV4A_SIGNING_REGION_SET"], ["sigv4a_signing_region_set"], "sigv4a_signing_region_set",
                   ["*", "us-east-1", "us-east-1,eu-west-1"], []),
    "schemes": (["AWS_AUTH_SCHEME_PREFERENCE"], ["auth_scheme_preference"], "auth_scheme_preference",
                ["sigv4a", "sigv4a, sigv4", "sigv4,\tsigv4a,,"], []),
    "retry mode": (["AWS_RETRY_MODE"], ["retry_mode"], "retries.mode", ["legacy", "standard", "adaptive"], ["Standard", "never"]),
    "attempts": (["AWS_MAX_ATTEMPTS"], ["max_attempts"], "retries.total_max_attempts", ["1", "2", "10", " 7 "], ["0", "-1", "many", "1.5"]),
    "repetitions": ([], [], "retries.max_attempts", ["0", "4"], ["-1"]),
    "app id": (["AWS_SDK_UA_APP_ID"], ["sdk_ua_app_id"], "user_agent_appid", ["app", "my app/1 \u00e9#x", "a" * 60], []),
    "user agent": ([], [], "user_agent", ["mine/1.0", "mine (me)"], []),
    "extra user agent": ([], [], "user_agent_extra", ["more", "more/2 less"], []),
    "CA bundle": (["AWS_CA_BUNDLE"], ["ca_bundle"], None, ["/a.pem", "/b.pem"], []),
    "CA bundle of requests": (["REQUESTS_CA_BUNDLE"], [], None, ["/c.pem"], []),
    "keepalive": (["BOTOCORE_TCP_KEEPALIVE"], ["tcp_keepalive"], "tcp_keepalive", BOOL, []),
    "defaults mode": (["AWS_DEFAULTS_MODE"], ["defaults_mode"], "defaults_mode",
                      ["legacy", "standard", "in-region", "cross-region", "mobile", "auto", "In-Region"], ["fast"]),
    "connect timeout": ([], [], "connect_timeout", ["0.5", "7"], ["0", "-1"]),
    "read timeout": ([], [], "read_timeout", ["0.5", "90"], ["0", "-1"]),
    "connections": ([], [], "max_pool_connections", ["1", "100"], []),
    "https proxy": (["https_proxy", "HTTPS_PROXY"], [], "proxies.https", ["http://p:3128", "p:3129", "//p:1", "https://u:w@p"], []),
    "http proxy": (["http_proxy", "HTTP_PROXY"], [], "proxies.http", ["http://q:3128", "q:1"], []),
    "no proxy": (["no_proxy", "NO_PROXY"], [], None, ["*", "amazonaws.com", ".amazonaws.com", "one,two.example.com", "one:1", "x", "ONE",
                 "127.0.0.1:9000", "127.0.0.1", "eu-west-1.amazonaws.com"], []),
    "client certificate": ([], [], "client_cert", ["/cert.pem", "/cert.pem,/key.pem"], []),
    "proxy's certificate": ([], [], "proxies_config.proxy_client_cert", ["/p.pem", "/p.pem,/pk.pem"], []),
    "proxy's authorities": ([], [], "proxies_config.proxy_ca_bundle", ["/pca.pem"], []),
}
# What Swift's types do not let anybody write.
TYPED = {"addressing style", "us-east-1", "request checksum", "response checksum", "retry mode", "defaults mode", "express"}


def option(setting, text):
    """A value of the options, with its type; None for one that cannot be written there."""
    good, bad = SETTINGS[setting][3:]
    if good is BOOL or setting == "express":
        return {"true": True, "false": False}.get(text)
    if setting in TYPED and (text in bad or text != text.lower()):
        return None
    if setting in ("attempts", "repetitions", "connections"):
        return int(text) if text.strip("- ").isdigit() else None
    if setting in ("connect timeout", "read timeout"):
        return float(text)
    if setting in ("client certificate", "proxy's certificate") and "," in text:
        return text.split(",")
    return text


def put(options, path, value):
    *outer, last = path.split(".")
    for name in outer:
        options = options.setdefault(name, {})
    options[last] = value


def profile(values, name="[default]"):
    """A section with keys, those with "s3." below "s3 ="."""
    plain = [f"{k} = {v}" for k, v in values.items() if not k.startswith("s3.")]
    nested = [f"  {k[3:]} = {v}" for k, v in values.items() if k.startswith("s3.")]
    return "\n".join([name] + plain + (["s3 ="] + nested if nested else [])) + "\n"


def single_scenarios():
    """Every setting from every place, every value; then each place before the next."""
    for setting, (variables, keys, path, good, bad) in SETTINGS.items():
        for value in good + bad:
            for variable in variables:
                yield configuration(f"{setting} {value!r} by {variable}", {variable: value})
            for key in keys:
                yield configuration(f"{setting} {value!r} by {key}", None, profile({key: value}))
            if path and option(setting, value) is not None:
                options = {}
                put(options, path, option(setting, value))
                yield configuration(f"{setting} {value!r} by the options", options=options)
        places = [("env", v) for v in variables] + [("file", k) for k in keys]
        first, second = good[0], good[1 % len(good)]
        for upper, lower in zip(places, places[1:]):
            for values in [(first, second), (second, first), (first, (bad or [second])[0])]:
                env, file = {}, {}
                for (kind, name), value in zip((upper, lower), values):
                    (env if kind == "env" else file)[name] = value
                yield configuration(f"{setting}: {upper[1]} before {lower[1]} ({values})", env, profile(file))
        if path and places:
            for kind, name in places:
                for above, below in [(first, second), (second, first), (first, (bad or [second])[0])]:
                    if option(setting, above) is None:
                        continue
                    options = {}
                    put(options, path, option(setting, above))
                    yield configuration(
                        f"{setting}: the options before {name} ({above}, {below})", {name: below} if kind == "env" else {},
                        profile({name: below} if kind == "file" else {}), options=options)
        if keys:
            for key in keys:
                yield configuration(f"{setting} by {key} of the credentials file", None, profile({key: first}), profile({key: second}))
                yield configuration(f"{setting} by {key} of a named profile", {"AWS_PROFILE": "work"},
                                    profile({key: first}) + profile({key: second}, "[profile work]"))


def other_scenarios():
    two = "[default]\nservices = mine\nendpoint_url = http://file:3\n"
    yield configuration("a services section", None, two + "[services mine]\ns3 =\n  endpoint_url = http://service:4\n")
    yield configuration("a services section below the environment", {"AWS_ENDPOINT_URL": "http://all:2"},
                        two + "[services mine]\ns3 =\n  endpoint_url = http://service:4\n")
    yield configuration("a services section of another service", None, two + "[services mine]\ndynamodb =\n  endpoint_url = http://d:4\n")
    yield configuration("a services section that is not there", None, two)
    yield configuration("a services section that is empty", None, two + "[services mine]\n")
    yield configuration("a services section that is not there, and not needed", {"AWS_ENDPOINT_URL": "http://all:2"}, two)
    yield configuration("a services section that is not there, and ignored", {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, two)
    yield configuration("a services section that is not there, below the argument", None, two, endpointURL="http://arg:5")
    yield configuration("a services section with a quoted name", None, two.replace("mine", "a b") +
                        "[services \"a b\"]\ns3 =\n  endpoint_url = http://service:4\n")
    yield configuration("the argument endpointURL", {"AWS_ENDPOINT_URL": "http://all:2"}, endpointURL="http://arg:5")
    yield configuration("the argument endpointURL, others ignored", {"AWS_ENDPOINT_URL": "http://all:2"},
                        options={"ignore_configured_endpoint_urls": True}, endpointURL="http://arg:5")
    yield configuration("a bad endpoint of the environment below the argument", {"AWS_ENDPOINT_URL": "nothing"}, endpointURL="http://arg:5")
    yield configuration("the argument endpointURL that is none", endpointURL="nothing")
    for variant in ["use_fips_endpoint", "use_dualstack_endpoint"]:
        yield configuration(f"{variant} beside an endpoint", options={variant: True}, endpointURL="http://arg:5")
        yield configuration(f"{variant} beside an endpoint of the environment", {"AWS_ENDPOINT_URL": "http://e:1"}, options={variant: True})
    yield configuration("the argument region", {"AWS_DEFAULT_REGION": "eu-west-1"}, "[default]\nregion = x\n",
                        options={"region_name": "eu-west-2"}, region="eu-west-3")
    yield configuration("the region of the options", {"AWS_DEFAULT_REGION": "eu-west-1"}, options={"region_name": "eu-west-2"})
    yield configuration("the argument region below which one cannot be used", {"AWS_DEFAULT_REGION": "a_b"}, region="eu-west-3")
    yield configuration("the argument region that cannot be used", region="a_b")
    yield configuration("a made-up FIPS region with FIPS off", options={"use_fips_endpoint": False}, region="fips-us-east-1")
    for verify in [True, False, "/mine.pem"]:
        yield configuration(f"the argument verify {verify}", {"AWS_CA_BUNDLE": "/a.pem", "REQUESTS_CA_BUNDLE": "/c.pem"},
                            "[default]\nca_bundle = /b.pem\n", verify=verify)
    yield configuration("both CA bundles of the environment", {"AWS_CA_BUNDLE": "/a.pem", "REQUESTS_CA_BUNDLE": "/c.pem"})
    yield configuration("the profile's CA bundle before that of requests", {"REQUESTS_CA_BUNDLE": "/c.pem"}, "[default]\nca_bundle = /b.pem\n")
    yield configuration("total attempts before repetitions", options={"retries": {"max_attempts": 7, "total_max_attempts": 3}})
    yield configuration("repetitions before the environment", {"AWS_MAX_ATTEMPTS": "9"}, options={"retries": {"max_attempts": 7}})
    yield configuration("the mode of the options, attempts of the environment", {"AWS_MAX_ATTEMPTS": "9"}, options={"retries": {"mode": "adaptive"}})
    yield configuration("options of S3 complete the profile's", None, profile({"s3.addressing_style": "path", "s3.use_accelerate_endpoint": "true"}),
                        options={"s3": {"addressing_style": "virtual", "payload_signing_enabled": True}})
    yield configuration("an s3 that is no block", None, "[default]\ns3 = path\n")
    yield configuration("no proxies at all", {"https_proxy": "http://p:1"}, options={"proxies": {}})
    yield configuration("proxies of the options, and exceptions of the environment", {"no_proxy": "*"}, options={"proxies": {"https": "p:1"}})
    yield configuration("a proxy for http only", {"http_proxy": "http://p:1"})
    yield configuration("a proxy for http, and an endpoint", {"http_proxy": "http://p:1"}, endpointURL="http://one:1")
    yield configuration("an empty proxy in lower case takes one away", {"https_proxy": "", "HTTPS_PROXY": "http://p:1"})
    yield configuration("a CGI program does not trust HTTP_PROXY", {"REQUEST_METHOD": "GET", "HTTP_PROXY": "http://p:1"}, endpointURL="http://one:1")
    yield configuration("a CGI program trusts http_proxy", {"REQUEST_METHOD": "GET", "http_proxy": "http://p:1"}, endpointURL="http://one:1")
    yield configuration("a proxy for everything is none", {"all_proxy": "http://p:1"})
    here = {"AWS_EXECUTION_ENV": "AWS_Lambda", "AWS_DEFAULTS_MODE": "auto", "AWS_DEFAULT_REGION": "eu-west-1"}
    yield configuration("the automatic defaults mode in the region", here)
    yield configuration("the automatic defaults mode across regions", here, region="eu-west-2")
    yield configuration("a connect timeout before a defaults mode", here, options={"connect_timeout": 9.0})
    yield configuration("a profile that is not there", None, "[default]\n", profile="nowhere")


def worlds(count):
    """Small worlds: some settings, each in some of its places, in one of a few arrangements of files."""
    random.seed(20260101)
    for index in range(count):
        env, sections, options, arguments = {}, [{}, {}, {}], {}, {}
        for setting in random.sample(list(SETTINGS), random.randint(2, 9)):
            variables, keys, path, good, bad = SETTINGS[setting]
            value = lambda: random.choice(bad if bad and random.random() < 0.04 else good)
            for variable in variables:
                if random.random() < 0.4:
                    env[variable] = value()
            for section in sections:
                for key in keys:
                    if random.random() < 0.35:
                        section[key] = value()
            typed = option(setting, value()) if path and random.random() < 0.4 else None
            if typed is not None:
                put(options, path, typed)
        if random.random() < 0.2:
            arguments["region"] = random.choice(["eu-central-1", "us-east-1", "fips-us-east-2"])
        if random.random() < 0.15:
            arguments["endpointURL"] = random.choice(["http://arg:5", "https://arg.example.com"])
        if random.random() < 0.1:
            arguments["verify"] = random.choice([True, False, "/arg.pem"])
        how = random.randrange(4)
        if how == 1:
            arguments["profile"] = "work"
        elif how == 2:
            env["AWS_PROFILE"] = "work"
        elif how == 3:
            env["AWS_DEFAULT_PROFILE"] = "work"
        config = profile(sections[0]) + profile(sections[1], "[profile work]") if random.random() < 0.9 else None
        credentials = profile(sections[2], random.choice(["[default]", "[work]"])) if random.random() < 0.4 else None
        yield configuration(f"world {index}", env, config, credentials, options, **arguments)


def write(name, **lists):
    """One line for each scenario, so that a change shows where it is."""
    text = ",\n".join(f'"{key}": [\n' + ",\n".join(json.dumps(entry) for entry in entries) + "\n]" for key, entries in lists.items())
    (HERE / f"{name}.json").write_text(f'{{"botocore": "{botocore.__version__}",\n{text}}}\n')
    print(name, {key: len(entries) for key, entries in lists.items()}, file=sys.stderr)


if __name__ == "__main__":
    write("sessions", **sessions(), **partitions())
    write("configurations", scenarios=[*single_scenarios(), *other_scenarios()], worlds=list(worlds(600)))
