import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Longest that a connection is waited for, ms. */
const PATIENCE = 5_000;

/** Failures of a connection, as a sentence's end; `@` stands for the host. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no server is known by the name @ (DNS): look at the spelling',
  EAI_AGAIN: 'the name @ cannot be looked up (DNS): look whether this machine is online',
  ECONNREFUSED: 'nothing listens at @',
  ECONNRESET: '@ breaks the connection off',
  EHOSTUNREACH: 'there is no way to @ from this machine',
  ENETUNREACH: 'there is no way to @ from this machine',
  ETIMEDOUT: '@ does not answer',
  CERT_HAS_EXPIRED: 'the certificate of @ has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of @ is signed by nobody else',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of @ is signed by somebody unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of @ cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of @ is another host’s',
};

/** Any other failure of TLS: OpenSSL has hundreds of codes. */
const NO_TLS = '@ does not speak TLS, which https:// asks for: try http://';

/**
 * Finds out why a server cannot be reached: connects, and sends nothing. The runtime does not say. `null`: no reason was
 * found, as where it can be reached by now.
 */
export function whyUnreachable(address: string): Promise<string | null> {
  const { protocol, hostname, port, host } = new URL(address);
  const isTls = protocol === 'https:';
  const name = hostname.replaceAll(/[[\]]/g, '');
  const target = { host: name, port: Number(port) || (isTls ? 443 : 80) };
  return new Promise((resolve) => {
    const socket = isTls
      ? connectTls({ ...target, ...(isIP(name) === 0 ? { servername: name } : {}) })
      : connectTcp(target);
    const settle = (cause: string | null) => {
      socket.destroy();
      resolve(cause?.replace('@', host) ?? null);
    };
    socket.setTimeout(PATIENCE, () => settle(CAUSES['ETIMEDOUT'] ?? null));
    socket.on(isTls ? 'secureConnect' : 'connect', () => settle(null));
    socket.on('error', (error: NodeJS.ErrnoException) => settle(causeOf(error.code ?? '', isTls)));
  });
}

function causeOf(code: string, isTls: boolean): string | null {
  return CAUSES[code] ?? (isTls && /SSL|TLS|EPROTO/.test(code) ? NO_TLS : null);
}
