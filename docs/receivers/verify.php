<?php

// Seconds by which the sender's clock and yours may differ. An older message may be one that somebody has kept.
const TOLERANCE = 300;

/**
 * True if Earshot sent this message, just now:
 *
 *     $body = file_get_contents('php://input'); // as it came: parsed and written again, it is another text
 *     if (!verify(getenv('EARSHOT_SECRET'), $_SERVER, $body)) { http_response_code(401); exit; }
 */
function verify(string $secret, array $server, string $body): bool
{
    $id = $server['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $server['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    $signatures = $server['HTTP_WEBHOOK_SIGNATURE'] ?? '';
    if ($id === '' || !preg_match('/\A\d{1,12}\z/', $timestamp)) return false;
    if (abs(time() - (int) $timestamp) > TOLERANCE) return false;
    $key = base64_decode(preg_replace('/\Awhsec_/', '', $secret));
    if (strlen($key) < 24) return false; // no secret, or a part of one: anybody could sign
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    // Two signatures, while the secret is being changed: one that fits is enough.
    foreach (explode(' ', $signatures) as $given) {
        if (hash_equals($expected, $given)) return true;
    }
    return false;
}
