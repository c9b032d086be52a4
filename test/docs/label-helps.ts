// What the help says of each command of `trace labels`.
import { cli } from '../support/cli.ts';

export async function labelHelps(): Promise<readonly string[]> {
  const { out } = await cli(['labels', '--help']);
  const names = [...out.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map((match) => match[1] as string);
  if (!names.includes('import')) throw new Error('the help of trace labels lists no command import');
  const helps = await Promise.all(names.map((name) => cli(['labels', name, '--help'])));
  return helps.map((help) => help.out);
}
