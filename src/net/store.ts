// A folder of answers, one file each, shared by as many processes as like. Knows nothing of what may be kept (cached.ts).
// What it cannot vouch for (half-written, garbled, someone else's file) is absent, and replaced by the next answer.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KnownError } from '../model/errors.ts';
import type { Request, Response } from '../model/http.ts';
import { requestForDisk, responseForDisk, storedRequest, storedResponse } from './stored-answer.ts';
import { writeAtomically } from './write-atomically.ts';

export interface Kept {
  readonly response: Response;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Store {
  read(key: string): Promise<Kept | undefined>;
  /** Once it resolves, the answer survives a SIGKILL. */
  write(key: string, request: Request, kept: Kept): Promise<void>;
}

const storedFile = z.object({
  key: z.string(),
  request: storedRequest,
  response: storedResponse,
  at: z.number(),
  checksum: z.string(),
});

/** Makes the folder. Throws KnownError `store-unusable` if it cannot be made or written to. */
export async function openStore(folder: string): Promise<Store> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new KnownError('store-unusable', 'The folder for stored answers cannot be used.', {
      facts: [`folder: ${folder}`, `reason: ${cause instanceof Error ? cause.message : String(cause)}`],
      hint: 'Name another folder, or make this one writable.',
      cause,
    });
  }
  return storeIn(folder);
}

/** Without making or checking the folder: for reading only (`--offline`). */
export function storeIn(folder: string): Store {
  const fileOf = (key: string) => join(folder, `${sha256(key)}.json`);
  return {
    async read(key) {
      const file = await readFile(fileOf(key), 'utf8').catch(() => undefined);
      return file === undefined ? undefined : parse(file, key);
    },
    async write(key, request, { response, at }) {
      const content = { key, request: requestForDisk(request), response: responseForDisk(response), at };
      const checksum = sha256(JSON.stringify(content));
      await writeAtomically(fileOf(key), `${JSON.stringify({ ...content, checksum })}\n`);
    },
  };
}

function parse(text: string, key: string): Kept | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const file = storedFile.safeParse(json);
  if (!file.success || file.data.key !== key) return undefined;
  const { request, response, at, checksum } = file.data;
  const content = { key, request: requestForDisk(request), response: responseForDisk(response), at };
  return checksum === sha256(JSON.stringify(content)) ? { response, at } : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
