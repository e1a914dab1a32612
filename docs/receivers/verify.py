import base64
import hashlib
import hmac
import re
import time

# Seconds by which the sender's clock and yours may differ. An older message may be one that somebody has kept.
TOLERANCE = 300


def verify(secret, headers, body):
    """True if Earshot sent this message, just now. With Flask:

    if not verify(os.environ["EARSHOT_SECRET"], request.headers, request.get_data()):
        abort(401)

    `body` are the bytes as they came: parsed and written again, it is another text.
    """
    message_id = headers.get("webhook-id") or ""
    timestamp = headers.get("webhook-timestamp") or ""
    signatures = headers.get("webhook-signature") or ""
    if not message_id or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE:
        return False
    key = base64.b64decode((secret or "").removeprefix("whsec_"))
    if len(key) < 24:  # no secret, or a part of one: anybody could sign
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # Two signatures, while the secret is being changed: one that fits is enough.
    return any(hmac.compare_digest(given.encode(), expected.encode()) for given in signatures.split(" "))
