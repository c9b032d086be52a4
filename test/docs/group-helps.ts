// What the help says of each command of a group: `trace labels`, `trace warehouse`.
import { cli } from '../support/cli.ts';

async function helpsOf(group: string): Promise<readonly string[]> {
  const { out } = await cli([group, '--help']);
  const names = [...out.matchAll(/^ {2}([a-z]+) (?:\[options\]|<)/gm)].map((match) => match[1] as string);
  if (!names.includes('import')) throw new Error(`the help of trace ${group} lists no command import`);
  const helps = await Promise.all(names.map((name) => cli([group, name, '--help'])));
  return helps.map((help) => help.out);
}

export function labelHelps(): Promise<readonly string[]> {
  return helpsOf('labels');
}

export function warehouseHelps(): Promise<readonly string[]> {
  return helpsOf('warehouse');
}
