/** Code that verifies a message, for a receiver: Standard Webhooks with what each language brings along. */
export const SAMPLES: readonly (readonly [language: string, code: string])[] = [
  [
    'Node',
    `import { createHmac, timingSafeEqual } from 'node:crypto';

// body: the request's bytes as they came, before any parsing
function isFromEarshot(headers, body, secret = process.env.EARSHOT_SECRET) {
  const id = headers['webhook-id'], time = headers['webhook-timestamp'];
  if (!(Math.abs(Date.now() / 1000 - Number(time)) <= 300)) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const made = createHmac('sha256', key).update(\`\${id}.\${time}.\`).update(body).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const given = Buffer.from(one.replace('v1,', ''), 'base64');
    return one.startsWith('v1,') && given.length === made.length && timingSafeEqual(given, made);
  });
}`,
  ],
  [
    'Python',
    `import base64, hashlib, hmac, os, time

# body: the request's bytes as they came, before any parsing
def is_from_earshot(headers, body, secret=os.environ["EARSHOT_SECRET"]):
    ident, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{ident}.{stamp}.".encode() + body, hashlib.sha256).digest()
    wanted = b"v1," + base64.b64encode(made)
    given = headers.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(one, wanted) for one in given)`,
  ],
  [
    'Ruby',
    `require "openssl"

# body: the request's body as it came, before any parsing; of Rack, headers are HTTP_WEBHOOK_ID …
def from_earshot?(headers, body, secret = ENV.fetch("EARSHOT_SECRET"))
  id, stamp = headers["webhook-id"].to_s, headers["webhook-timestamp"].to_s
  return false unless stamp.match?(/\\A\\d+\\z/) && (Time.now.to_i - stamp.to_i).abs <= 300
  key = secret.delete_prefix("whsec_").unpack1("m")
  wanted = "v1," + [OpenSSL::HMAC.digest("SHA256", key, "#{id}.#{stamp}.#{body}")].pack("m0")
  headers["webhook-signature"].to_s.split(" ").any? { |one| OpenSSL.secure_compare(one, wanted) }
end`,
  ],
  [
    'PHP',
    `// $body: file_get_contents('php://input'), before any parsing
function isFromEarshot(array $server, string $body, string $secret): bool
{
    $id = $server['HTTP_WEBHOOK_ID'] ?? '';
    $time = $server['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if (!ctype_digit($time) || abs(time() - (int) $time) > 300) {
        return false;
    }
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $wanted = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$time.$body", $key, true));
    foreach (explode(' ', $server['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $one) {
        if (hash_equals($wanted, $one)) {
            return true;
        }
    }
    return false;
}

isFromEarshot($_SERVER, file_get_contents('php://input'), getenv('EARSHOT_SECRET')) || exit(http_response_code(401));`,
  ],
  [
    'Go',
    `// Imports: crypto/hmac, crypto/sha256, encoding/base64, net/http, strconv, strings, time.
// body: the request's bytes as they came, before any parsing.
func isFromEarshot(header http.Header, body []byte, secret string) bool {
	id, stamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp + "."))
	mac.Write(body)
	wanted := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, one := range strings.Split(header.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(one), wanted) {
			return true
		}
	}
	return false
}`,
  ],
];
