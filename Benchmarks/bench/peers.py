"""The programs that mount a bucket. A new one is one line: it must stay in the foreground and mount at {mnt}.

{endpoint}, {bucket}, {home} (a folder with `passwd`) and {cache} (a fresh empty folder for each mount) can be used; the
keys are in the environment, and rclone finds a remote named `bench` there.
"""
from . import places

SUBJECT = "pail"

PEERS = {
    "pail": places.PAIL + " mount s3://{bucket} {mnt} --foreground --log-level error --endpoint-url {endpoint}"
            " --region us-east-1 --cache-dir {cache}",
    "s3fs": "s3fs {bucket} {mnt} -f -o passwd_file={home}/passwd,url={endpoint},use_path_request_style",
    "rclone": places.tool("rclone") + " mount bench:{bucket} {mnt}",
    "rclone-full": places.tool("rclone") + " mount bench:{bucket} {mnt} --vfs-cache-mode full --cache-dir {cache}",
}
