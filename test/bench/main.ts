// `npm run bench [start] [labels] [sweep] [bounds] [rounds] [fan-out] [rate] [evidence] [page] [clusters]
// [fan-out-whole]`: prints times, asserts none. Without a word: all but the last.
import { benchBounds } from './bounds.ts';
import { benchClusters } from './clusters.ts';
import { benchEvidence } from './evidence.ts';
import { benchFanOut } from './fan-out.ts';
import { benchLabels } from './labels.ts';
import { benchPage } from './page.ts';
import { benchRate } from './rate.ts';
import { benchRounds } from './rounds.ts';
import { benchStart } from './start.ts';
import { benchSweep } from './sweep.ts';

const asked = process.argv.slice(2);
const wants = (name: string): boolean => asked.length === 0 || asked.includes(name);

if (wants('start')) await benchStart();
if (wants('labels')) await benchLabels();
if (wants('sweep')) benchSweep();
if (wants('bounds')) benchBounds();
if (wants('rounds')) benchRounds();
if (wants('evidence')) await benchEvidence();
if (wants('page')) await benchPage();
if (wants('clusters')) benchClusters();
if (wants('rate')) await benchRate();
if (asked.includes('fan-out-whole')) await benchFanOut('whole');
else if (wants('fan-out')) await benchFanOut('small');
