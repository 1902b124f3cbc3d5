"""The signature of a token request (OpenAPI 3.1.2)."""

from hashlib import sha1


def sign(app_id: str, timestamp: str, once: str, app_key: str) -> str:
    """Return the lower-case hexadecimal signature of a `getToken` request.

    The document fixes both the order of the four values, joined by nothing, and the
    digest.

    Args:
        app_id: The application's AppID.
        timestamp: Milliseconds since the epoch, in decimal digits.
        once: Any string that is used once.
        app_key: The application's AppKey, which itself is never sent.

    """
    # What cannot be written in UTF-8 is a wrong key, which the service will say.
    signed = f"{app_id}{timestamp}{once}{app_key}".encode(errors="surrogatepass")
    return sha1(signed, usedforsecurity=False).hexdigest()
