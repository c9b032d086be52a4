// What the help says of each command of a group: `trace labels`, `trace case`, `trace warehouse`.
import { cli } from '../support/cli.ts';

export async function groupHelps(
  group: 'labels' | 'case' | 'warehouse',
  known: string,
): Promise<readonly string[]> {
  const { out } = await cli([group, '--help']);
  const names = [...out.matchAll(/^ {2}([a-z]+) (?:\[options\]|<)/gm)].map((match) => match[1] as string);
  if (!names.includes(known)) throw new Error(`the help of trace ${group} lists no command ${known}`);
  const helps = await Promise.all(names.map((name) => cli([group, name, '--help'])));
  return helps.map((help) => help.out);
}
