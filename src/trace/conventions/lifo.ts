// Last in, first out; a transaction deals its inputs' lots in reversed order.
import { sequenceConvention } from './sequence.ts';

export const lifo = sequenceConvention('lifo', 'back');
