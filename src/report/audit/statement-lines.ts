// The closing statement of an audit as a sum that ends at nothing: what came in is added, what is found is taken off.
import type { StatementLine } from '../../trace/audit/account.ts';
import type { Statement } from '../../trace/findings.ts';

export function statementLines(row: Statement): { readonly line: StatementLine; readonly amount: bigint }[] {
  return [
    { line: 'injected', amount: row.injected },
    { line: 'convertedIn', amount: row.convertedIn },
    { line: 'endpoint', amount: row.endpoints },
    { line: 'held', amount: row.held },
    { line: 'fees', amount: row.fees },
    { line: 'burnt', amount: row.burnt },
    { line: 'returned', amount: row.returned },
    { line: 'reachedSeed', amount: row.reachedSeed },
    { line: 'convertedOut', amount: row.convertedOut },
    ...[...row.notFollowed].map(([line, amount]) => ({ line, amount })),
  ];
}
