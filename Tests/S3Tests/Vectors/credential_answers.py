"""What files hold and services answer in the worlds that botocore is asked in."""
import hashlib
import json

FUTURE = "2099-01-01T00:00:00Z"
ENV = {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "envsecret"}
PROCESS = "printf '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"procsecret\",\"SessionToken\":\"t\"%s}'"
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/web", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/web"}
RELATIVE = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/id?a=b"}
ROLE = "arn:aws:iam::123456789012:role/"


def answer(match, body, status=200, **more):
    return {"match": match if isinstance(match, list) else [match], "status": status, "body": body if isinstance(body, str) else json.dumps(body), **more}


def silence(match, **more):
    return {"match": [match], "fail": "connect", **more}


def sts(role, end=FUTURE, action="AssumeRole", match="arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2F{role}&", **more):
    key = "ASIA" + role.upper()
    return answer([f"Action={action}&", f"RoleArn={match.format(role=role)}"], f"""<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <{action}Result>
    <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/{role}/s</Arn></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret/{role}+&amp;</SecretAccessKey>
      <SessionToken>token/{role}==</SessionToken><Expiration>{end}</Expiration>
    </Credentials>
  </{action}Result>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</{action}Response>""", **more)


def web(role, **more):
    return sts(role, action="AssumeRoleWithWebIdentity", **more)


def sts_error(match, code, status=403, **more):
    return answer(match, f"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>{code}</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>""", status, **more)


def imds(role="machine", end=FUTURE, token=True, **more):
    found = [answer("GET", {"Code": "Success", "AccessKeyId": "ASIAEC2", "SecretAccessKey": "ec2secret", "Token": "ec2token",
                            "Expiration": end, "Type": "AWS-HMAC", **more}) | {"match": ["security-credentials/" + role]},
             answer("meta-data/iam/security-credentials/", role)]
    return ([answer("latest/api/token", "METATOKEN")] if token else []) + found


def container(match="", end=FUTURE, **more):
    return answer(match, {"AccessKeyId": "ASIAECS", "SecretAccessKey": "ecssecret", "Token": "ecstoken", "Expiration": end,
                          "RoleArn": "arn", **more})


def sso(match="federation/credentials", ms="4070908800000"):
    return answer(match, '{"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "ssosecret", '
                         '"sessionToken": "ssotoken", "expiration": ' + ms + "}}")


def oidc(**more):
    return answer("/token", {"accessToken": "FRESH", "expiresIn": 3600, "tokenType": "Bearer", "refreshToken": "NEXT", **more})


def sso_file(key, **more):
    token = {"startUrl": "https://start.example", "region": "eu-west-1", "accessToken": "CACHED", "expiresAt": FUTURE, **more}
    return {f".aws/sso/cache/{hashlib.sha1(key.encode()).hexdigest()}.json": json.dumps({k: v for k, v in token.items() if v})}


def renewable(key, end="{now-60}", **more):
    return sso_file(key, **{"expiresAt": end, "refreshToken": "REFRESH", "clientId": "client", "clientSecret": "clientsecret",
                            "registrationExpiresAt": FUTURE, **more})


def login_file(session, end=FUTURE, folder=".aws/login/cache", **more):
    token = {"accessToken": {"accessKeyId": "ASIALOGIN", "secretAccessKey": "loginsecret", "sessionToken": "logintoken",
                             "accountId": "123456789012", "expiresAt": end},
             "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "refreshToken": "LOGINREFRESH",
             "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "{key}", **more}
    return {f"{folder}/{hashlib.sha256(session.encode()).hexdigest()}.json": json.dumps({k: v for k, v in token.items() if v})}


def signin(**more):
    return answer("/v1/token", {"accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "newsecret", "sessionToken": "newtoken"},
                                "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "LOGINNEXT", **more})


def section(name, **values):
    return f"[{name}]\n" + "".join(f"{k} = {v}\n" for k, v in values.items())


def keys(name, id=None):
    return section(name, aws_access_key_id=id or name.split()[-1].upper(), aws_secret_access_key=f"{name.split()[-1]}secret")


def role(name, role, **values):
    return section(name, role_arn=f"arn:aws:iam::123456789012:role/{role}", **values)
