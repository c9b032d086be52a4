// Which of the flags of a trace `trace report` takes: those of the form. Data alone: the help needs nothing else.
import type { Given } from './flags.ts';

export const reportFlags: ReadonlySet<keyof Given> = new Set(['format', 'json', 'output', 'quiet', 'color']);
