// One question to a server that speaks JSON-RPC a line each over TCP or TLS, as Electrum servers do. A connection for each
// question: what is asked is little, and nothing is left open.
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

const MAX_BYTES = 16 * 1024 * 1024;
/** A server answers nothing before it knows with whom it speaks. */
const GREETING =
  '{"jsonrpc":"2.0","id":"hello","method":"server.version","params":["fundtrace",["1.4","1.6"]]}';

/** `tcp://host:port` or `tls://host:port`; `?pin=` the SHA-256 of a certificate that nobody vouches for. */
export function lineBase(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLine = url?.protocol === 'tcp:' || url?.protocol === 'tls:';
  return isLine && url.hostname !== '' && url.port !== '' ? url : undefined;
}

/** The line that answers `body`, whose id is 1. Throws the socket's error, or an Error without host and port. */
export function askLine(base: URL, body: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = opened(base);
    let text = '';
    const end = (done: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      done();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const onAbort = (): void => fail(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setEncoding('utf8');
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed')));
    socket.on(base.protocol === 'tls:' ? 'secureConnect' : 'connect', () => {
      if (hasOtherPin(base, socket)) fail(new Error('the certificate is another'));
      else socket.write(`${GREETING}\n${body}\n`);
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() as string;
      const answer = lines.find((line) => idOf(line) === 1);
      if (answer !== undefined) end(() => resolve(answer));
      else if (text.length > MAX_BYTES) fail(new Error('the answer is too long'));
    });
  });
}

function opened(base: URL): Socket {
  const place = { host: base.hostname.replace(/^\[|\]$/g, ''), port: Number(base.port) };
  if (base.protocol === 'tcp:') return connect(place);
  return connectTls({ ...place, rejectUnauthorized: !base.searchParams.has('pin') });
}

function hasOtherPin(base: URL, socket: Socket): boolean {
  const pin = base.searchParams.get('pin');
  if (base.protocol !== 'tls:' || pin === null) return false;
  const { raw } = (socket as TLSSocket).getPeerCertificate();
  return createHash('sha256').update(raw).digest('hex') !== pin.toLowerCase().replaceAll(':', '');
}

function idOf(line: string): unknown {
  try {
    return (JSON.parse(line) as { id?: unknown } | null)?.id;
  } catch {
    return undefined;
  }
}
