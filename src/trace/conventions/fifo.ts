// First in, first out (Clayton's Case, 1816).
import { sequenceConvention } from './sequence.ts';

export const fifo = sequenceConvention('fifo', 'front');
