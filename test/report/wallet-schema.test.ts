// docs/wallet.schema.json is generated from the schema of the program, to which results of `trace wallet` keep.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { walletSchema } from '../../src/report/wallet/schema.ts';

test('docs/wallet.schema.json is that of the program', async () => {
  const schema = z.toJSONSchema(walletSchema, { target: 'draft-2020-12' });
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    `${process.cwd()}/docs/wallet.schema.json`,
  );
});
