// docs/labels.md says what `npm run bench:attribution` measures of CoinJoins and clusters. The packs, which take long to read,
// are compared by that command itself.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measureClusters } from '../bench/attribution/clusters.ts';
import { measureCoinJoins } from '../bench/attribution/coinjoins.ts';

const present = existsSync('../shared/data/coinjoin') && existsSync('../shared/data/utxo-clusters');

for (const measure of [measureCoinJoins, measureClusters])
  test.skipIf(!present)(`${measure.name}: the page says the same (skipped: no shared data)`, async () => {
    const lines = (await measure()) ?? [];
    const page = readFileSync('docs/labels.md', 'utf8');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => !page.includes(line))).toEqual([]);
  });
