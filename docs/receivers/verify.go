package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Time by which the sender's clock and yours may differ. An older message may be one that somebody has kept.
const tolerance = 5 * time.Minute

// verify is true if Earshot sent this message, just now:
//
//	body, err := io.ReadAll(r.Body) // as it came: parsed and written again, it is another text
//	if err != nil || !verify(os.Getenv("EARSHOT_SECRET"), r.Header, body) {
//		w.WriteHeader(http.StatusUnauthorized)
//		return
//	}
func verify(secret string, header http.Header, body []byte) bool {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if id == "" || err != nil {
		return false
	}
	if age := time.Since(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 { // no secret, or a part of one: anybody could sign
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	// Two signatures, while the secret is being changed: one that fits is enough.
	for _, given := range strings.Fields(header.Get("webhook-signature")) {
		if hmac.Equal([]byte(given), []byte(expected)) {
			return true
		}
	}
	return false
}
