#!/usr/bin/env python3
"""Asks botocore which provider answers in many small worlds, and writes the answers that the tests compare with.

Run it with "botocore[crt]==1.43.11" installed; every request ends in this program:
    python3 make_credentials.py
"""
import json
import pathlib
import random

import botocore

from credential_answers import (
    ENV, FUTURE, PROCESS, RELATIVE, ROLE, WEB, answer, container, imds, keys, login_file, oidc, renewable, role, section,
    signin, silence, sso, sso_file, sts, sts_error, web)
from credential_world import KEY, scenario

HERE = pathlib.Path(__file__).parent


def static_scenarios():
    s = scenario
    token = {"AWS_SESSION_TOKEN": "envtoken"}
    yield s("nothing anywhere")
    yield s("environment", ENV)
    yield s("environment with a token", {**ENV, **token})
    yield s("environment with both names of the token", {**ENV, **token, "AWS_SECURITY_TOKEN": "old"})
    yield s("environment without a secret", {"AWS_ACCESS_KEY_ID": "ENV"}, credentials=keys("default"))
    yield s("environment without an id", {"AWS_SECRET_ACCESS_KEY": "x"}, credentials=keys("default"))
    yield s("environment with an end", {**ENV, **token, "AWS_CREDENTIAL_EXPIRATION": FUTURE})
    yield s("environment with an end that is past", {**ENV, "AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z"})
    yield s("environment with an end that is no time", {**ENV, "AWS_CREDENTIAL_EXPIRATION": "soon"})
    yield s("environment with an end soon", {**ENV, "AWS_CREDENTIAL_EXPIRATION": "{now+300}"})
    yield s("environment with an end in another zone", {**ENV, "AWS_CREDENTIAL_EXPIRATION": "2099-01-01T02:00:00+02:00"})
    yield s("environment before a role", ENV, role("default", "a", source_profile="b") + keys("profile b"))
    yield s("environment before files", ENV, keys("default", "CONFIG"), keys("default"))
    yield s("an explicit profile before the environment", ENV, None, keys("work"), profile="work")
    yield s("an explicit default profile before the environment", ENV, None, keys("default"), profile="default")
    yield s("an explicit profile without keys and an environment", ENV, "[profile work]\nregion = x\n", profile="work")
    yield s("AWS_PROFILE behind the environment", {**ENV, "AWS_PROFILE": "work"}, None, keys("work"))
    yield s("AWS_PROFILE", {"AWS_PROFILE": "work"}, None, keys("work") + keys("default"))
    yield s("a profile that is not there", None, None, keys("default"), profile="nowhere")
    yield s("credentials file before config file", None, keys("default", "CONFIG"), keys("default"))
    yield s("config file", None, keys("default", "CONFIG"))
    yield s("config file, another profile", {"AWS_PROFILE": "c"}, keys("profile c"))
    yield s("credentials file with a token", None, None, keys("default") + "aws_session_token = filetoken\n")
    yield s("credentials file with both names of the token", None, None,
            keys("default") + "aws_session_token = new\naws_security_token = old\n")
    yield s("half a key in the credentials file", None, None, "[default]\naws_access_key_id = A\n")
    yield s("half a key in the config file", None, "[default]\naws_access_key_id = A\n")
    yield s("a secret alone", None, None, "[default]\naws_secret_access_key = A\n")
    yield s("an id in the config file and the secret in the credentials file", None, "[default]\naws_access_key_id = A\n",
            "[default]\naws_secret_access_key = s\n")
    yield s("credential_process", None, section("default", credential_process=PROCESS % ""))
    yield s("credential_process with an end", None,
            section("default", credential_process=PROCESS % (',\\"Expiration\\":\\"%s\\"' % FUTURE).replace("\\", "")))
    yield s("credential_process in the credentials file", None, None, section("default", credential_process=PROCESS % ""))
    yield s("credential_process behind the credentials file", None, section("default", credential_process=PROCESS % ""), keys("default"))
    yield s("credential_process before the config file", None, keys("default") + f"credential_process = {PROCESS % ''}\n")
    yield s("credential_process that fails", None, section("default", credential_process="false") )
    yield s("credential_process with version 2", None, section("default", credential_process="echo '{\"Version\": 2}'"))
    yield s("credential_process without a secret", None,
            section("default", credential_process="echo '{\"Version\": 1, \"AccessKeyId\": \"A\"}'"))
    yield s("the oldest file", {"AWS_CREDENTIAL_FILE": "{home}/old"}, files={"old": "AWSAccessKeyId=OLD\nAWSSecretKey=olds=x\n"})
    yield s("the oldest file below ~", {"AWS_CREDENTIAL_FILE": "~/old"}, files={"old": "# c\n AWSAccessKeyId = OLD \nAWSSecretKey = s\n"})
    yield s("the oldest file that is not there", {"AWS_CREDENTIAL_FILE": "{home}/old"})
    yield s("the oldest file with half a key", {"AWS_CREDENTIAL_FILE": "{home}/old"}, files={"old": "AWSAccessKeyId=OLD\n"})
    yield s("the oldest file with nothing in it", {"AWS_CREDENTIAL_FILE": "{home}/old"}, files={"old": "x\n", ".boto": keys("Credentials", "BOTO")})
    yield s("the oldest file behind the config file", {"AWS_CREDENTIAL_FILE": "{home}/old"}, keys("default"), files={"old": "AWSAccessKeyId=OLD\nAWSSecretKey=s\n"})
    yield s("boto's file", files={".boto": keys("Credentials", "BOTO")})
    yield s("boto's file by a variable", {"BOTO_CONFIG": "{home}/cfg"}, files={".boto": keys("Credentials", "NO"), "cfg": keys("Credentials", "BOTO")})
    yield s("boto's file with half a key", files={".boto": "[Credentials]\naws_access_key_id = A\n"})
    yield s("boto's file without its section", files={".boto": "[Boto]\ndebug = 1\n"})
    yield s("boto's file behind the oldest", {"AWS_CREDENTIAL_FILE": "{home}/old"},
            files={"old": "AWSAccessKeyId=OLD\nAWSSecretKey=s\n", ".boto": keys("Credentials", "BOTO")})


def role_scenarios():
    s = scenario
    base = role("default", "a", source_profile="b") + "region = eu-west-1\n" + keys("profile b")
    yield s("a role", None, base, answers=[sts("a")])
    yield s("a role, nothing of the region known", None, role("default", "a", source_profile="b") + keys("profile b"), answers=[sts("a")])
    yield s("a role, source in the credentials file", None, role("default", "a", source_profile="b"), keys("b"), answers=[sts("a")])
    yield s("a role in the credentials file", None, None, role("default", "a", source_profile="b") + keys("b"), answers=[sts("a")])
    yield s("a role whose source has a token", None, base, "[b]\naws_session_token = btoken\naws_access_key_id = B2\naws_secret_access_key = s\n", answers=[sts("a")])
    yield s("a role with everything", None, role("default", "a", source_profile="b", role_session_name="me@here", external_id="ext id/+",
            duration_seconds="3600") + keys("profile b"), answers=[sts("a")])
    yield s("a role with a duration that is no number", None, role("default", "a", source_profile="b", duration_seconds="long") + keys("profile b"), answers=[sts("a")])
    yield s("a role with an MFA device", None, role("default", "a", source_profile="b", mfa_serial="arn:mfa") + keys("profile b"), answers=[sts("a")], ordered=False)
    yield s("a role whose source is a role with an MFA device", None, role("default", "a", source_profile="b")
            + role("profile b", "b", source_profile="c", mfa_serial="arn:mfa") + keys("profile c"), answers=[sts("a"), sts("b")], ordered=False)
    yield s("a role of an explicit profile", ENV, role("profile r", "a", source_profile="b") + keys("profile b"), profile="r", answers=[sts("a")])
    yield s("a role of AWS_PROFILE", {"AWS_PROFILE": "r"}, role("profile r", "a", source_profile="b") + keys("profile b"), answers=[sts("a")])
    for region in ["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1", "ap-southeast-5", "eusc-de-east-1", "us-iso-east-1", "aws-global"]:
        yield s(f"a role, region {region}", {"AWS_DEFAULT_REGION": region}, base, answers=[sts("a")])
        yield s(f"a role, legacy endpoints, region {region}", {"AWS_DEFAULT_REGION": region, "AWS_STS_REGIONAL_ENDPOINTS": "legacy"}, base, answers=[sts("a")])
    yield s("a role, legacy endpoints by the profile", None, base.replace("region =", "sts_regional_endpoints = legacy\nregion ="), answers=[sts("a")])
    yield s("a role, regional endpoints", {"AWS_STS_REGIONAL_ENDPOINTS": "regional"}, base, answers=[sts("a")])
    yield s("a role, no such kind of endpoints", {"AWS_STS_REGIONAL_ENDPOINTS": "global"}, base, answers=[sts("a")])
    for region in ["us-east-1", "us-gov-west-1", "cn-north-1"]:
        for fips, dual in [(1, 0), (0, 1), (1, 1)]:
            env = {"AWS_DEFAULT_REGION": region, **({"AWS_USE_FIPS_ENDPOINT": "true"} if fips else {}),
                   **({"AWS_USE_DUALSTACK_ENDPOINT": "true"} if dual else {})}
            yield s(f"a role, region {region}, FIPS {fips}, dualstack {dual}", env, base, answers=[sts("a")])
    yield s("a role, endpoint of STS", {"AWS_ENDPOINT_URL_STS": "http://localhost:5000", "AWS_ENDPOINT_URL": "http://all:1"}, base, answers=[sts("a")])
    yield s("a role, endpoint of all services", {"AWS_ENDPOINT_URL": "http://all:1/base"}, base, answers=[sts("a")])
    yield s("a role, endpoint of S3 only", {"AWS_ENDPOINT_URL_S3": "http://s3:1"}, base, answers=[sts("a")])
    yield s("a role, endpoint by the profile", None, base.replace("region =", "endpoint_url = http://file:3\nregion ="), answers=[sts("a")])
    yield s("a role, endpoint by services", None, base.replace("region =", "services = local\nendpoint_url = http://file:3\nregion =")
            + "[services local]\nsts =\n  endpoint_url = http://own:4\n", answers=[sts("a")])
    yield s("a role, endpoint that is ignored", {"AWS_ENDPOINT_URL": "http://all:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, base, answers=[sts("a")])
    yield s("a role, endpoint of the source's profile does not count", None, base + "endpoint_url = http://source:1\n", answers=[sts("a")])
    yield s("a role, legacy and an endpoint", {"AWS_STS_REGIONAL_ENDPOINTS": "legacy", "AWS_ENDPOINT_URL_STS": "http://own:1"}, base, answers=[sts("a")])
    chain = role("default", "a", source_profile="b") + role("profile b", "b", source_profile="c", external_id="ext1") + \
        role("profile c", "c", source_profile="d", role_session_name="three") + keys("profile d")
    yield s("a chain of three roles", None, chain, answers=[sts("a"), sts("b"), sts("c")])
    yield s("a chain whose middle is refused", None, chain, answers=[sts("a"), sts_error("role%2Fb", "AccessDenied"), sts("c")])
    yield s("a chain that ends in a container", RELATIVE, role("default", "a", source_profile="b") + role("profile b", "b", credential_source="EcsContainer"),
            answers=[container("169.254.170.2"), sts("a"), sts("b")])
    yield s("a role and keys in its source: the keys", None, role("default", "a", source_profile="b") + role("profile b", "b", source_profile="c",
            aws_access_key_id="B", aws_secret_access_key="bs") + keys("profile c"), answers=[sts("a"), sts("b")])
    yield s("a profile that names itself and has keys", None, role("default", "a", source_profile="default", aws_access_key_id="S",
            aws_secret_access_key="ss"), answers=[sts("a")])
    yield s("a profile that names itself with the keys in the other file", None, role("default", "a", source_profile="default"), keys("default"), answers=[sts("a")])
    yield s("a profile that names itself and has no keys", None, role("default", "a", source_profile="default"))
    yield s("two profiles that name each other", None, role("default", "a", source_profile="b") + role("profile b", "b", source_profile="default"))
    yield s("three profiles in a circle", None, role("default", "a", source_profile="b") + role("profile b", "b", source_profile="c")
            + role("profile c", "c", source_profile="b"))
    yield s("a circle through a profile with keys", None, role("default", "a", source_profile="b", aws_access_key_id="S", aws_secret_access_key="ss")
            + role("profile b", "b", source_profile="default"), answers=[sts("a"), sts("b")])
    yield s("a source that is not there", None, role("default", "a", source_profile="b"))
    yield s("a source without credentials", None, role("default", "a", source_profile="b") + "[profile b]\nregion = x\n")
    yield s("a source with half a key", None, role("default", "a", source_profile="b") + "[profile b]\naws_access_key_id = x\n")
    yield s("a source without keys does not get the environment's", {**WEB, "AWS_PROFILE": "r"}, role("profile r", "a", source_profile="b") + "[profile b]\nregion = x\n", files={"web": "WTOKEN"})
    yield s("neither source", None, role("default", "a"))
    yield s("both sources", None, role("default", "a", source_profile="b", credential_source="Environment") + keys("profile b"))
    yield s("credential_source of no kind", None, role("default", "a", credential_source="Nowhere"))
    yield s("credential_source in lower case", None, role("default", "a", credential_source="environment"))
    yield s("credential_source = Environment behind the environment itself", ENV, role("default", "a", credential_source="Environment"), answers=[sts("a")])
    yield s("credential_source = Environment of an explicit profile", {**ENV, "AWS_SESSION_TOKEN": "envtoken"}, role("profile r", "a", credential_source="Environment"), profile="r", answers=[sts("a")])
    yield s("credential_source = Environment and nothing there", None, role("default", "a", credential_source="Environment"))
    yield s("credential_source = Environment and half a key", {"AWS_ACCESS_KEY_ID": "A"}, role("profile r", "a", credential_source="Environment"), profile="r")
    yield s("credential_source = EcsContainer", RELATIVE, role("default", "a", credential_source="EcsContainer"), answers=[container("169.254.170.2"), sts("a")])
    yield s("credential_source = EcsContainer and nothing there", None, role("default", "a", credential_source="EcsContainer"))
    yield s("credential_source = Ec2InstanceMetadata", None, role("default", "a", credential_source="Ec2InstanceMetadata"), metadata=True, answers=imds() + [sts("a")])
    yield s("credential_source = Ec2InstanceMetadata and nothing there", None, role("default", "a", credential_source="Ec2InstanceMetadata"))
    yield s("a role from credential_process", None, role("default", "a", source_profile="b") + section("profile b", credential_process=PROCESS % ""), answers=[sts("a")])
    yield s("a role from Identity Center", None, role("default", "a", source_profile="b") + section("profile b", sso_session="s", sso_role_name="R", sso_account_id="1")
            + section("sso-session s", sso_start_url="u", sso_region="eu-west-1"), files=sso_file("s"), answers=[sso(), sts("a")])
    yield s("a role from a web identity", None, role("default", "a", source_profile="b") + role("profile b", "web", web_identity_token_file="{home}/web"),
            files={"web": "WTOKEN"}, answers=[sts("a"), web("web")])
    yield s("a role from a login session", None, role("default", "a", source_profile="b") + section("profile b", login_session="me"), files=login_file("me"), answers=[sts("a")])
    for code, status in [("AccessDenied", 403), ("ExpiredToken", 403), ("InvalidClientTokenId", 403), ("RegionDisabledException", 403), ("ValidationError", 400)]:
        yield s(f"a role that STS refuses: {code}", None, base, answers=[sts_error("sts", code, status)])
    yield s("a role after throttling", None, base, answers=[sts_error("sts", "Throttling", 400, times=2), sts("a")])
    yield s("a role after trouble", None, base, answers=[answer("sts", "", 500, times=1), answer("sts", "<html>", 503, times=1), silence("sts", times=1), sts("a")])
    yield s("a role in lasting trouble", None, base, answers=[answer("sts", "", 503)])
    yield s("a role and no answer", None, base)
    yield s("a role that ended", None, base, answers=[sts("a", end="2001-01-01T00:00:00Z")])
    yield s("a role's answer that is no XML", None, base, answers=[answer("sts", "hello")])
    yield s("a role before the keys of the same profile", None, base.replace("region =", "aws_access_key_id = SELF\naws_secret_access_key = s\nregion ="), answers=[sts("a")])
    yield s("odd characters in a role", None, section("default", role_arn="arn:aws:iam::1:role/p/é a&b=c+d", source_profile="b", role_session_name="a=b,c.d@e-f_g") + keys("profile b"),
            answers=[sts("p", match="")])
    yield s("a comment and white space in a role", None, "[default]\nrole_arn   =   arn:aws:iam::123456789012:role/a  \n# x\nsource_profile=b\n" + keys("profile b"), answers=[sts("a")])


def web_scenarios():
    s = scenario
    file = {"web": "WEBTOKEN"}
    yield s("a web identity of the environment", WEB, files=file, answers=[web("web")])
    yield s("a web identity with a session name", {**WEB, "AWS_ROLE_SESSION_NAME": "pod"}, files=file, answers=[web("web")])
    yield s("a web identity with an empty session name", {**WEB, "AWS_ROLE_SESSION_NAME": ""}, files=file, answers=[web("web")])
    yield s("a web identity of the profile", None, role("default", "web", web_identity_token_file="{home}/web", role_session_name="pp"), files=file, answers=[web("web")])
    yield s("a web identity of the profile with source_profile", None, role("default", "web", web_identity_token_file="{home}/web", source_profile="b") + keys("profile b"), files=file, answers=[web("web")])
    yield s("a web identity of both", WEB, role("default", "p", web_identity_token_file="{home}/other", role_session_name="pp"), files={**file, "other": "OTHER"}, answers=[web("web"), web("p")])
    yield s("a token file of the environment and a role of the profile", {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/web"}, role("default", "web", source_profile="b") + keys("profile b"), files=file, answers=[sts("web"), web("web")])
    yield s("a token file of the environment and a role with one of the profile", {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/web"}, role("default", "web", web_identity_token_file="{home}/x"), files=file, answers=[web("web")])
    yield s("an empty variable hides the profile's token file", {"AWS_WEB_IDENTITY_TOKEN_FILE": ""}, role("default", "web", web_identity_token_file="{home}/web"), files=file, answers=[web("web")])
    yield s("a token file without a role", {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/web"}, files=file)
    yield s("a role without a token file", {"AWS_ROLE_ARN": ROLE + "web"}, None, keys("default"))
    yield s("a token file that is not there", WEB)
    yield s("a token with a line break", WEB, files={"web": "WEB\n"}, answers=[web("web")])
    yield s("a web identity with an explicit profile does not count", WEB, None, keys("work"), profile="work", files=file)
    yield s("a web identity with an explicit profile of its own", WEB, role("profile work", "p", web_identity_token_file="{home}/web"), profile="work", files=file, answers=[web("p")])
    yield s("a web identity behind the environment's keys", {**WEB, **ENV}, files=file)
    yield s("a web identity before the credentials file", WEB, None, keys("default"), files=file, answers=[web("web")])
    yield s("a web identity before a container", {**WEB, **RELATIVE}, files=file, answers=[web("web")])
    yield s("a web identity, regional", {**WEB, "AWS_DEFAULT_REGION": "eu-north-1"}, files=file, answers=[web("web")])
    yield s("a web identity, legacy", {**WEB, "AWS_DEFAULT_REGION": "eu-north-1", "AWS_STS_REGIONAL_ENDPOINTS": "legacy"}, files=file, answers=[web("web")])
    yield s("a web identity, own endpoint", {**WEB, "AWS_ENDPOINT_URL_STS": "http://own:1"}, files=file, answers=[web("web")])
    yield s("a web identity that STS refuses", WEB, None, keys("default"), files=file, answers=[sts_error("sts", "InvalidIdentityToken", 400)])
    yield s("a web identity whose issuer is not reached at once", WEB, files=file, answers=[sts_error("sts", "IDPCommunicationError", 400, times=2), web("web")])
    yield s("a web identity that ended", WEB, files=file, answers=[web("web", end="2001-01-01T00:00:00Z")])


def sso_scenarios():
    s = scenario
    legacy = dict(sso_start_url="https://start.example", sso_region="eu-west-1", sso_account_id="000123456789", sso_role_name="Reader+x y")
    old = section("default", **legacy)
    old_file = sso_file("https://start.example")
    new = section("default", sso_session="corp", sso_account_id="000123456789", sso_role_name="Reader") + \
        section("sso-session corp", sso_start_url="https://start.example", sso_region="eu-west-1", sso_registration_scopes="sso:account:access")
    yield s("Identity Center, older kind", None, old, files=old_file, answers=[sso()])
    yield s("Identity Center, older kind, another region in force", {"AWS_DEFAULT_REGION": "us-west-2"}, old, files=old_file, answers=[sso()])
    yield s("Identity Center, older kind, token ended", None, old, files=sso_file("https://start.example", expiresAt="{now-5}"), answers=[sso()])
    yield s("Identity Center, older kind, token ends soon", None, old, files=sso_file("https://start.example", expiresAt="{now+60}"), answers=[sso()])
    yield s("Identity Center, older kind, renewable but not renewed", None, old, files=renewable("https://start.example", "{now+60}"), answers=[sso(), oidc()])
    yield s("Identity Center, older kind, no token", None, old, answers=[sso()])
    yield s("Identity Center, older kind, no JSON", None, old, files={k: "{" for k in old_file}, answers=[sso()])
    yield s("Identity Center, older kind, an empty token file", None, old, files={k: "{}" for k in old_file}, answers=[sso()])
    yield s("Identity Center, older kind, time without a zone", None, old, files=sso_file("https://start.example", expiresAt="2099-01-01T00:00:00UTC"), answers=[sso()])
    for missing in legacy:
        yield s(f"Identity Center, older kind, without {missing}", None, section("default", **{k: v for k, v in legacy.items() if k != missing}), files=old_file, answers=[sso()])
    yield s("Identity Center, start URL and region only", None, section("default", sso_start_url="u", sso_region="r"), keys("default"))
    yield s("Identity Center", None, new, files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, keys in both that agree", None, new.replace("sso_role_name", "sso_region = eu-west-1\nsso_role_name", 1), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, keys in both that differ", None, new.replace("sso_role_name", "sso_region = eu-west-2\nsso_role_name", 1), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, no such session", None, new.replace("sso-session corp", "sso-session other"), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, session without a region", None, new.replace("sso_region = eu-west-1\n", ""), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, region in the profile instead of the session", None, new.replace("sso_region = eu-west-1\n", "").replace("sso_role_name", "sso_region = eu-west-1\nsso_role_name", 1), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, session without a role", None, new.replace("sso_role_name = Reader\n", ""), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, only a session: no provider", None, section("default", sso_session="corp") + new.split("\n[")[0].replace("default", "x") , keys("default"))
    yield s("Identity Center, quoted name", None, new.replace("[sso-session corp]", '[sso-session "corp"]'), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center, token renewed", None, new, files=renewable("corp"), answers=[oidc(), sso()])
    yield s("Identity Center, token that ends soon renewed", None, new, files=renewable("corp", "{now+600}"), answers=[oidc(), sso()])
    yield s("Identity Center, token not yet renewed", None, new, files=renewable("corp", "{now+1800}"), answers=[oidc(), sso()])
    yield s("Identity Center, renewed without a next one", None, new, files=renewable("corp"), answers=[answer("/token", {"accessToken": "FRESH", "expiresIn": 3600}), sso()])
    yield s("Identity Center, not renewable", None, new, files=sso_file("corp", expiresAt="{now-60}"), answers=[oidc(), sso()])
    yield s("Identity Center, not renewable but good", None, new, files=sso_file("corp", expiresAt="{now+60}"), answers=[oidc(), sso()])
    yield s("Identity Center, registration ended", None, new, files=renewable("corp", registrationExpiresAt="{now-60}"), answers=[oidc(), sso()])
    yield s("Identity Center, registration ended but the token is good", None, new, files=renewable("corp", "{now+60}", registrationExpiresAt="{now-60}"), answers=[oidc(), sso()])
    refusal = answer("/token", {"error": "invalid_grant", "error_description": "no"}, 400, headers={"x-amzn-errortype": "InvalidGrantException"})
    yield s("Identity Center, renewal refused", None, new, files=renewable("corp"), answers=[refusal, sso()])
    yield s("Identity Center, renewal refused but the token is good", None, new, files=renewable("corp", "{now+60}"), answers=[refusal, sso()])
    yield s("Identity Center, token refused", None, new, keys("other"), files=sso_file("corp"),
            answers=[answer("federation", {"message": "Session token not found or invalid"}, 401, headers={"x-amzn-errortype": "UnauthorizedException"})])
    yield s("Identity Center, role refused", None, new, files=sso_file("corp"), answers=[answer("federation", {"message": "No access"}, 403, headers={"x-amzn-errortype": "ForbiddenException"})])
    yield s("Identity Center after trouble", None, new, files=sso_file("corp"), answers=[answer("federation", "", 502, times=2), sso()])
    yield s("Identity Center before the credentials file", None, new, keys("default"), files=sso_file("corp"), answers=[sso()])
    yield s("Identity Center in China", None, new.replace("eu-west-1", "cn-north-1"), files=renewable("corp"), answers=[oidc(), sso()])
    yield s("Identity Center with own endpoints", {"AWS_ENDPOINT_URL_SSO": "http://sso:1/a", "AWS_ENDPOINT_URL_SSO_OIDC": "http://oidc:2/b/"}, new, files=renewable("corp"), answers=[oidc(), sso()])
    yield s("Identity Center with FIPS", {"AWS_USE_FIPS_ENDPOINT": "true"}, new, files=renewable("corp"), answers=[oidc(), sso()])
    yield s("Identity Center with dualstack", {"AWS_USE_DUALSTACK_ENDPOINT": "true"}, new, files=renewable("corp"), answers=[oidc(), sso()])
    yield s("Identity Center with FIPS in GovCloud", {"AWS_USE_FIPS_ENDPOINT": "true"}, new.replace("eu-west-1", "us-gov-east-1"), files=renewable("corp"), answers=[oidc(), sso()])


def login_scenarios():
    s = scenario
    conf = section("default", login_session="arn:aws:iam::1:user/me", region="eu-west-1")
    me = "arn:aws:iam::1:user/me"
    yield s("a login session", None, conf, files=login_file(me))
    yield s("a login session in another folder", {"AWS_LOGIN_CACHE_DIRECTORY": "~/folder"}, conf, files=login_file(me, folder="folder"))
    yield s("a login session that is not there", None, conf)
    for field in ["accessToken", "refreshToken", "dpopKey", "clientId"]:
        yield s(f"a login session without {field}", None, conf, files=login_file(me, **{field: None}))
    yield s("a login session that ended is renewed", None, conf, files=login_file(me, "{now-60}"), answers=[signin()])
    yield s("a login session that ends in four minutes is renewed", None, conf, files=login_file(me, "{now+240}"), answers=[signin()])
    yield s("a login session that ends in eight minutes is not", None, conf, files=login_file(me, "{now+480}"), answers=[signin()])
    yield s("a login session keeps what else is in its file", None, conf, files=login_file(me, "{now-60}", idToken="x", other={"a": [1, True]}), answers=[signin()])
    yield s("a login session without a region", None, section("default", login_session=me), files=login_file(me, "{now-60}"), answers=[signin()])
    yield s("a login session in China", {"AWS_DEFAULT_REGION": "cn-north-1"}, conf, files=login_file(me, "{now-60}"), answers=[signin()])
    yield s("a login session in GovCloud", {"AWS_DEFAULT_REGION": "us-gov-west-1"}, conf, files=login_file(me, "{now-60}"), answers=[signin()])
    yield s("a login session with FIPS", {"AWS_USE_FIPS_ENDPOINT": "true"}, conf, files=login_file(me, "{now-60}"), answers=[signin()])
    yield s("a login session with dualstack", {"AWS_USE_DUALSTACK_ENDPOINT": "true"}, conf, files=login_file(me, "{now-60}"), answers=[signin()])
    yield s("a login session at its own endpoint", {"AWS_ENDPOINT_URL_SIGNIN": "http://own:7"}, conf, files=login_file(me, "{now-60}"), answers=[signin()])
    for kind in ["TOKEN_EXPIRED", "USER_CREDENTIALS_CHANGED", "INSUFFICIENT_PERMISSIONS", "OTHER"]:
        yield s(f"a login session that is refused: {kind}", None, conf, files=login_file(me, "{now-60}"),
                answers=[answer("/v1/token", {"error": kind, "message": "no"}, 400, headers={"x-amzn-errortype": "AccessDeniedException"})])
    yield s("a login session with a key that is none", None, conf, files=login_file(me, "{now-60}", dpopKey="nothing"), answers=[signin()])
    yield s("a login session behind the credentials file", None, conf, keys("default"), files=login_file(me))
    yield s("a login session before credential_process", None, conf + f"credential_process = {PROCESS % ''}\n", files=login_file(me))


def container_scenarios():
    s = scenario
    full = lambda url: {"AWS_CONTAINER_CREDENTIALS_FULL_URI": url}
    auth = {"AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc"}
    yield s("a container", RELATIVE, answers=[container()])
    yield s("a container's whole URL", full("http://localhost:1/x/y/?a=b%2Fc&d"), answers=[container()])
    for url in ["http://127.0.0.1/x", "http://127.9.9.9:8080/", "http://[::1]:81/a", "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1/credentials",
                "https://elsewhere.example/x", "http://elsewhere.example/x", "http://10.0.0.1/", "http://169.254.170.2/x", "http://169.254.169.254/x", "http://128.0.0.1/"]:
        yield s(f"a container's URL {url}", full(url), answers=[container()])
    yield s("both URLs of a container", {**RELATIVE, **full("http://localhost/no")}, answers=[container()])
    yield s("a container with a token", {**RELATIVE, **auth}, answers=[container()])
    yield s("a container with a token in a file", {**RELATIVE, **auth, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/t"}, files={"t": "FILETOKEN"}, answers=[container()])
    yield s("a container with a token file that is not there", {**RELATIVE, **auth, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/t"}, answers=[container()])
    yield s("a container with a line break in its token", {**RELATIVE, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\nb"}, answers=[container()])
    yield s("a container with a line break in its token file", {**RELATIVE, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/t"}, files={"t": "x\n"}, answers=[container()])
    yield s("a container after trouble", RELATIVE, answers=[answer("", "no", 500, times=1), silence("", times=1), container()])
    yield s("a container in lasting trouble", RELATIVE, answers=[answer("", "no", 500)])
    yield s("a container and no answer", RELATIVE)
    yield s("a container and no JSON", RELATIVE, answers=[answer("", "hello")])
    yield s("a container and no JSON at first", RELATIVE, answers=[answer("", "{", times=2), container()])
    for field in ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"]:
        whole = json.loads(container()["body"])
        del whole[field]
        yield s(f"a container without {field}", RELATIVE, answers=[answer("", whole)])
    yield s("a container behind the config file", RELATIVE, keys("default"))
    yield s("a container behind boto's file", RELATIVE, files={".boto": keys("Credentials", "BOTO")})
    yield s("a container before an instance", RELATIVE, metadata=True, answers=[container("169.254.170.2"), *imds()])
    yield s("a container that fails before an instance", RELATIVE, metadata=True, answers=[answer("169.254.170.2", "", 404), *imds()])
    yield s("a container with an explicit profile", RELATIVE, None, "[work]\n", profile="work", answers=[container()])


def metadata_scenarios():
    def s(name, env=None, *a, **k):
        return scenario(name, env, *a, metadata=True, **k)
    yield s("an instance", answers=imds())
    yield s("an instance, switched off", {"AWS_EC2_METADATA_DISABLED": "TRUE"}, answers=imds())
    yield s("an instance, not switched off", {"AWS_EC2_METADATA_DISABLED": "false"}, answers=imds())
    yield s("an instance behind files", None, None, keys("default"), answers=imds())
    yield s("an instance with an explicit profile", ENV, "[profile p]\n", profile="p", answers=imds())
    yield s("an instance at its own endpoint", {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338"}, answers=imds())
    yield s("an instance at its own endpoint with a path", {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338/base/"}, answers=imds())
    yield s("an instance at the profile's endpoint", None, section("default", ec2_metadata_service_endpoint="http://localhost:2"), answers=imds())
    yield s("an instance over IPv6", {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"}, answers=imds())
    yield s("an instance over IPv6 by the profile", None, section("default", ec2_metadata_service_endpoint_mode="ipv6"), answers=imds())
    yield s("an instance over IPv6 by the old name", {"AWS_IMDS_USE_IPV6": "true"}, answers=imds())
    yield s("an instance over IPv4 in spite of the old name", {"AWS_IMDS_USE_IPV6": "true", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv4"}, answers=imds())
    yield s("an instance over no such mode", {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv5"}, answers=imds())
    yield s("an instance over IPv6 at its own endpoint", {"AWS_IMDS_USE_IPV6": "true", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1"}, answers=imds())
    yield s("an instance and no answer", {"AWS_EC2_METADATA_V1_DISABLED": "false"})
    yield s("an instance, first version, not found", {"AWS_EC2_METADATA_V1_DISABLED": "false"}, answers=[answer("api/token", "", 404), *imds(token=False)])
    yield s("an instance, first version, forbidden", {"AWS_EC2_METADATA_V1_DISABLED": "false"}, answers=[answer("api/token", "", 403), *imds(token=False)])
    yield s("an instance, first version, silence", {"AWS_EC2_METADATA_V1_DISABLED": "false"}, answers=[{"match": ["api/token"], "fail": "timeout"}, *imds(token=False)])
    yield s("an instance, first version, no connection", {"AWS_EC2_METADATA_V1_DISABLED": "false"}, answers=[silence("api/token"), *imds(token=False)])
    yield s("an instance, first version, switched off", {"AWS_EC2_METADATA_V1_DISABLED": "true"}, answers=[answer("api/token", "", 404), *imds(token=False)])
    yield s("an instance, first version, switched off by the profile", None, section("default", ec2_metadata_v1_disabled="true"), answers=[answer("api/token", "", 405), *imds(token=False)])
    yield s("an instance, bad request", answers=[answer("api/token", "", 400), *imds(token=False)])
    yield s("an instance without a role", answers=[answer("api/token", "T"), answer("security-credentials/", "", 404)])
    yield s("an instance with an empty role", answers=[answer("api/token", "T"), answer("security-credentials/", "")])
    yield s("an instance whose role is in trouble", answers=imds()[:1] + [answer("security-credentials/machine", "", 500)] + imds()[2:])
    yield s("an instance whose role is no JSON", answers=imds()[:1] + [answer("security-credentials/machine", "x")] + imds()[2:])
    yield s("an instance whose role is an error", answers=imds()[:1] + [answer("security-credentials/machine", {"Code": "AssumeRoleUnauthorizedAccess", "Message": "no"})] + imds()[2:])
    for field in ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"]:
        document = json.loads(imds()[1]["body"])
        del document[field]
        yield s(f"an instance without {field}", answers=[imds()[0], answer("security-credentials/machine", document), imds()[2]])
    yield s("an instance's credentials that end soon are used longer", answers=imds(end="{now+120}"))
    yield s("an instance's credentials that ended are used longer", answers=imds(end="{now-3600}"))
    three = {"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3", "AWS_METADATA_SERVICE_TIMEOUT": "2"}
    yield s("an instance at the third attempt", three, answers=[answer("api/token", "", 500, times=1), silence("api/token", times=1),
            answer("security-credentials/machine", "", 503, times=2), *imds()])
    yield s("an instance at a fourth attempt that is not made", three, answers=[answer("security-credentials/machine", "", 503, times=3), *imds()])
    yield s("attempts of the profile", None, section("default", metadata_service_num_attempts="2"), answers=[answer("security-credentials/machine", "", 503, times=1), *imds()])
    yield s("attempts that are no number", {"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "many"}, answers=imds())


def random_world(source, index):
    """A small world by chance: a few profiles with a few of the keys, and a few variables."""
    chance = lambda p: source.random() < p
    names = ["default", "one", "two"]
    config, credentials, files, env = "", "", {"web": "WEBTOKEN"}, {}
    for name in names:
        values = {}
        if chance(0.35):
            values["role_arn"] = ROLE + name
            if chance(0.7):
                values["source_profile"] = source.choice(names)
            if chance(0.2 if "source_profile" in values else 0.9):
                values["credential_source"] = source.choice(["Environment", "EcsContainer", "EcsContainer", "Ec2InstanceMetadata", "Other"])
            if chance(0.2):
                values["external_id"] = "ext"
            if chance(0.2):
                values["role_session_name"] = f"session-{name}"
            if chance(0.2):
                values["duration_seconds"] = source.choice(["900", "x"])
        if chance(0.15):
            values["web_identity_token_file"] = "{home}/web"
        if chance(0.12):
            values["sso_role_name"] = "R"
            values["sso_account_id"] = "1"
            if chance(0.7):
                # With a session that is not there botocore makes no client of STS, whatever that client is for.
                values["sso_session"] = "s" if "role_arn" in values else source.choice("st")
            else:
                values["sso_start_url"] = "old"
                values["sso_region"] = "eu-west-1"
        if chance(0.1):
            values["credential_process"] = PROCESS % ""
        if chance(0.1):
            values["login_session"] = "me"
        if chance(0.3):
            values["aws_access_key_id"] = f"CONF{name}"
        if "aws_access_key_id" in values and chance(0.8) or chance(0.05):
            values["aws_secret_access_key"] = f"conf{name}secret"
        if chance(0.3):
            values["region"] = source.choice(["us-east-1", "eu-west-3", "cn-north-1"])
        if chance(0.85):
            config += section("default" if name == "default" else f"profile {name}", **values)
        if chance(0.4):
            credentials += keys(name) if chance(0.9) else section(name, aws_access_key_id="HALF")
    if chance(0.8) or "sso_session = s" in config:
        config += section("sso-session s", sso_start_url="u", sso_region="eu-central-1")
    for make in [lambda: sso_file("s"), lambda: renewable("s"), lambda: sso_file("old"), lambda: login_file("me")]:
        if chance(0.6):
            files.update(make())
    if chance(0.15):
        env.update(ENV)
    if chance(0.05):
        env["AWS_ACCESS_KEY_ID"] = "ENV"
    if chance(0.15):
        env["AWS_WEB_IDENTITY_TOKEN_FILE"] = "{home}/web"
    if chance(0.15):
        env["AWS_ROLE_ARN"] = ROLE + "env"
    if chance(0.3):
        env.update(RELATIVE)
    if chance(0.3):
        env["AWS_PROFILE"] = source.choice(names)
    if chance(0.2):
        env["AWS_DEFAULT_REGION"] = "ap-south-1"
    if chance(0.15):
        env["AWS_STS_REGIONAL_ENDPOINTS"] = source.choice(["legacy", "regional"])
    if chance(0.1):
        files[".boto"] = keys("Credentials", "BOTO")
    if chance(0.1):
        env["AWS_CREDENTIAL_FILE"] = "{home}/old"
        files["old"] = "AWSAccessKeyId=OLD\nAWSSecretKey=s\n"
    answers = [make(n) for n in names + ["env"] for make in [sts, web] if chance(0.95)]
    answers += [a for a in [sso(), oidc(), container("169.254.170.2")] if chance(0.85)]
    metadata = chance(0.5)
    if metadata and chance(0.8):
        answers += imds()
    elif metadata:
        env["AWS_EC2_METADATA_V1_DISABLED"] = "false"
    profile = source.choice(names) if chance(0.3) else None
    return scenario(f"random {index}", env, config or None, credentials or None, profile, files, answers, metadata)


def main():
    groups = [static_scenarios, role_scenarios, web_scenarios, sso_scenarios, login_scenarios, container_scenarios, metadata_scenarios]
    made = [one for group in groups for one in group()]
    source = random.Random(20)
    worlds = [random_world(source, index) for index in range(300)]
    names = [one["name"] for one in made]
    assert len(set(names)) == len(names), [n for n in names if names.count(n) > 1]
    # The same answers occur in many worlds: they are written once, and named by their place.
    table = {}
    for one in made + worlds:
        one["answers"] = [table.setdefault(json.dumps(a, sort_keys=True), len(table)) for a in one["answers"]]
    answers = ",\n".join("  " + text for text in table)
    lines = lambda all: ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in all)
    text = f"""{{
 "botocore": "{botocore.__version__}",
 "key": {json.dumps(KEY)},
 "answers": [
{answers}
 ],
 "scenarios": [
{lines(made)}
 ],
 "worlds": [
{lines(worlds)}
 ]
}}"""
    (HERE / "credentials.json").write_text(text + "\n")
    errors = sum("error" in one["expected"] for one in made)
    print(f"{len(made)} scenarios ({errors} errors), {len(worlds)} random worlds")


main()