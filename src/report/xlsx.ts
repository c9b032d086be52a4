// The result as a workbook. Every cell is text: a spreadsheet keeps fifteen digits of a number, and amounts have more.
import { unzipSync, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';
import { reportRows } from './csv.ts';
import { forTerminal } from './escape.ts';
import { networkOf } from './graph/network.ts';
import { edgeRows, nodeRows } from './graph/tables.ts';
import type { ReportHead, RunResult } from './json.ts';
import { summaryOf } from './summary.ts';

/** The first moment that a ZIP can name, on any clock: the same result is the same bytes. */
const EPOCH = new Date(1980, 0, 1);

type Rows = readonly (readonly string[])[];

export async function reportXlsx(runs: readonly RunResult[], head: ReportHead): Promise<Uint8Array> {
  const network = networkOf(runs, head.synthetic);
  const sheets: [string, Rows][] = [
    ['Summary', summaryRows(runs, head)],
    ['Figures', reportRows(runs, head.synthetic)],
    ['Nodes', nodeRows(network)],
    ['Transfers', edgeRows(network)],
    ['Gaps', gapRows(runs)],
  ];
  const written = await writeExcelFile(
    sheets.map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row, index) =>
        row.map((value) => ({
          type: String,
          value,
          ...(index === 0 ? { fontWeight: 'bold' as const } : {}),
        })),
      ),
      stickyRowsCount: 1,
    })),
  ).toBuffer();
  return zipSync(unzipSync(written), { mtime: EPOCH });
}

function summaryRows(runs: readonly RunResult[], head: ReportHead): Rows {
  const said = runs.flatMap(({ name, findings }) => summaryOf(findings).map((text) => [name, text]));
  const about = [
    ['version', head.version],
    ['command', head.command],
    ...(head.synthetic === undefined ? [] : [['synthetic', head.synthetic]]),
    ...runs.flatMap(({ name, findings }) =>
      findings.asOf.map(({ chain, height, hash }) => [name, `as of ${chain} block ${height} (${hash})`]),
    ),
  ];
  return [['of', 'what'], ...said, ...about].map((row) => row.map(forTerminal));
}

function gapRows(runs: readonly RunResult[]): Rows {
  const rows = runs.flatMap(({ name, findings }) =>
    findings.gaps.map(({ code, chain, why, asset, amount }) => [
      name,
      code,
      chain,
      why,
      asset ?? '',
      amount?.toString() ?? '',
    ]),
  );
  return [['run', 'code', 'chain', 'why', 'asset', 'amount'], ...rows].map((row) => row.map(forTerminal));
}
