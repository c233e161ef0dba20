"""Signature Version 4 of a request to S3: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""

from __future__ import annotations

import hashlib
import hmac
import time

from settings import Key


def sign(method: str, path: str, headers: dict[str, str], key: Key) -> dict[str, str]:
    """The headers with their signature; they must include `host` and `x-amz-content-sha256`."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    signed = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    signed["x-amz-date"] = moment
    names = ";".join(sorted(signed))
    canonical = "\n".join(
        [method, path, "", *(f"{name}:{signed[name]}" for name in sorted(signed)), "", names]
        + [signed["x-amz-content-sha256"]]
    )
    scope = f"{moment[:8]}/{key.region}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{_sha256(canonical)}"
    secret = f"AWS4{key.secret}".encode()
    for part in scope.split("/"):
        secret = hmac.digest(secret, part.encode(), "sha256")
    signature = hmac.new(secret, to_sign.encode(), "sha256").hexdigest()
    claim = f"Credential={key.id}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**signed, "authorization": f"AWS4-HMAC-SHA256 {claim}"}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
