require "openssl"

# Seconds by which the sender's clock and yours may differ. An older message may be one that somebody has kept.
TOLERANCE = 300

# True if Earshot sent this message, just now. With Rack, Sinatra or Rails:
#
#     body = request.body.read # as it came: parsed and written again, it is another text
#     halt 401 unless verify(ENV["EARSHOT_SECRET"], request.env, body)
def verify(secret, env, body)
  id, timestamp, signatures = env.values_at("HTTP_WEBHOOK_ID", "HTTP_WEBHOOK_TIMESTAMP", "HTTP_WEBHOOK_SIGNATURE")
  return false if id.to_s.empty? || !timestamp.to_s.match?(/\A\d{1,12}\z/)
  return false if (Time.now.to_i - timestamp.to_i).abs > TOLERANCE

  key = secret.to_s.delete_prefix("whsec_").unpack1("m")
  return false if key.bytesize < 24 # no secret, or a part of one: anybody could sign

  signed = "#{id}.#{timestamp}.".b + body.b
  expected = "v1," + [OpenSSL::HMAC.digest("SHA256", key, signed)].pack("m0")
  # Two signatures, while the secret is being changed: one that fits is enough.
  signatures.to_s.split(" ").any? { |given| OpenSSL.secure_compare(given, expected) }
end
