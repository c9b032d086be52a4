// Reads the body of an answer whole or not at all: size limit, broken UTF-8 where text is asked for. A cut body fails inside fetch.
import type { Request } from '../model/http.ts';
import { finalFailure, networkFailure } from './network-failure.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** A file to be kept: the largest that is fetched, OKX's archive, has some 50 MB. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** What is used of fetch's Response. */
interface Answer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | null;
}

export async function readBody(
  answer: Answer,
  request: Request,
  maxBytes = request.as === 'base64' ? MAX_FILE_BYTES : MAX_BODY_BYTES,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by a throw cancels the body and frees the socket.
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw finalFailure(request, `the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  if (request.as === 'base64') return Buffer.concat(chunks).toString('base64');
  // An error page in another encoding is still an error page; data must be exact.
  const fatal = answer.status >= 200 && answer.status < 300;
  try {
    return new TextDecoder('utf-8', { fatal }).decode(Buffer.concat(chunks));
  } catch {
    throw networkFailure(request, 'the answer is no valid UTF-8');
  }
}
