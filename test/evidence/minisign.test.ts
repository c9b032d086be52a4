// Signatures in the form of minisign, against a published one and against the program itself.
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opened } from '../../src/evidence/manifest.ts';
import { minisigOf } from '../../src/evidence/minisign.ts';
import { isSignedBy, verifyingKey } from '../../src/evidence/signature.ts';
import { cli } from '../support/cli.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const folder = mkdtempSync(join(tmpdir(), 'trace-minisign-'));

/** From the documents of the crate minisign-verify 0.2: the signature of a file that says `test`. */
const KEY =
  'untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n';
const SIGNATURE = `untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1556193335\tfile:test
y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==
`;

describe('a published signature', () => {
  const said = (text: string, signature: string) =>
    isSignedBy(bytes(text), bytes(signature), verifyingKey(bytes(KEY)));

  test('is one of its file, and of no other', () => {
    expect(said('test', SIGNATURE)).toBe(true);
    expect(said('Test', SIGNATURE)).toBe(false);
  });

  test.each([
    ['the comment that is signed', SIGNATURE.replace('1556193335', '1556193336')],
    ['the signature', SIGNATURE.replace('r3g7V', 'r3g8V')],
    ['the signature of the comment', SIGNATURE.replace('/rUw2y8', '/rUw2y9')],
    ['its kind', SIGNATURE.replace('RUQf', 'RWQf')],
    ['its length', SIGNATURE.split('\n').slice(0, 2).join('\n')],
  ])('with %s changed is none', (_, changed) => {
    expect(changed).not.toBe(SIGNATURE);
    expect(said('test', changed)).toBe(false);
  });
});

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

test('ours is checked with the PEM of the key and with the key in its first line', () => {
  const text = minisigOf(bytes('a manifest'), privateKey, 'bundle 00');
  const line = /public key (\S+)/.exec(text)?.[1];
  const keys = [
    publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    `untrusted comment: x\n${line}\n`,
  ];
  for (const key of keys)
    expect(isSignedBy(bytes('a manifest'), bytes(text), verifyingKey(bytes(key)))).toBe(true);
});

/** A package of Debian. */
const MINISIGN = 'minisign';
const there = spawnSync(MINISIGN, ['-v']).error === undefined;

describe.skipIf(!there)(`the program minisign${there ? '' : ' (skipped: no minisign)'}`, () => {
  test('checks what --sign writes, and refuses a changed manifest', async () => {
    const pem = join(folder, 'analyst.key');
    writeFileSync(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const file = join(folder, 'colonial.zip');
    const made = await cli([
      'run',
      'fixtures/cases/colonial',
      '--bundle',
      file,
      '--sign',
      pem,
      '--json',
      '--quiet',
    ]);
    expect(made.code).toBe(0);
    const manifest = join(folder, 'manifest.json');
    const { manifestBytes, manifest: sealed } = opened(readFileSync(file));
    writeFileSync(manifest, manifestBytes);
    const key = /public key (\S+)/.exec(readFileSync(`${file}.minisig`, 'utf8'))?.[1] as string;
    const check = ['-V', '-m', manifest, '-x', `${file}.minisig`, '-P', key];
    expect(execFileSync(MINISIGN, check).toString()).toContain(`Trusted comment: bundle ${sealed.root}`);
    writeFileSync(manifest, `${Buffer.from(manifestBytes)} `);
    expect(spawnSync(MINISIGN, check).status).not.toBe(0);
  });

  test('signs what trace verify checks', async () => {
    const [pub, secret] = [join(folder, 'own.pub'), join(folder, 'own.sec')];
    execFileSync(MINISIGN, ['-G', '-W', '-p', pub, '-s', secret], { input: '', stdio: 'pipe' });
    const file = join(folder, 'own.zip');
    await cli(['run', 'fixtures/cases/colonial', '--bundle', file, '--json', '--quiet']);
    const manifest = join(folder, 'own.json');
    writeFileSync(manifest, opened(readFileSync(file)).manifestBytes);
    execFileSync(MINISIGN, ['-S', '-W', '-s', secret, '-m', manifest, '-x', `${file}.minisig`], {
      input: '',
      stdio: 'pipe',
    });
    const { out } = await cli(['verify', file, '--key', pub, '--json']);
    const { layers } = JSON.parse(out) as { layers: { name: string; standing: string }[] };
    expect(layers.find(({ name }) => name === 'seal')?.standing).toBe('proved');
  });
});
