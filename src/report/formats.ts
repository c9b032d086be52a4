// The forms in which a result can be written, as one table. Each loads what it needs only when it is asked for.
import { type Answer, isRun } from './answer.ts';
import type { ReportHead } from './json.ts';
import type { TextStyle } from './text/style.ts';

export interface Format {
  /** It shows single transfers of a trace, so that the run must keep what each carries; of other questions it shows none, or with `useful` all else. */
  readonly flows: 'needed' | 'useful' | 'unused';
  /** It tells a question about an account though it shows the transfers of a trace. */
  readonly accounts?: 'told';
  /** Not for a terminal: written to a file or a pipe. */
  readonly binary?: true;
  readonly render: (
    answers: readonly Answer[],
    head: ReportHead,
    style: () => Promise<TextStyle>,
  ) => Promise<string | Uint8Array>;
}

export const formatNames = [
  'text',
  'json',
  'ndjson',
  'csv',
  'csv-nodes',
  'csv-edges',
  'graphml',
  'gexf',
  'dot',
  'mermaid',
  'svg',
  'xlsx',
  'md',
  'pdf',
  'html',
] as const;
export type FormatName = (typeof formatNames)[number];

export const formats: Readonly<Record<FormatName, Format>> = {
  text: {
    flows: 'unused',
    async render(answers, head, style) {
      const { reportText } = await import('./text/report.ts');
      return reportText(answers, head, await style());
    },
  },
  json: {
    flows: 'unused',
    async render(answers, head) {
      const [{ jsonText, resultJson }, { withCommand }] = await Promise.all([
        import('./json.ts'),
        import('./told-again-json.ts'),
      ]);
      return jsonText(withCommand(resultJson(answers, head), head));
    },
  },
  ndjson: {
    flows: 'needed',
    async render(answers, head) {
      const { reportNdjson } = await import('./ndjson.ts');
      return reportNdjson(answers.filter(isRun), head);
    },
  },
  csv: {
    flows: 'unused',
    async render(answers, head) {
      const { reportCsv } = await import('./csv.ts');
      return reportCsv(answers, head.synthetic);
    },
  },
  'csv-nodes': network(async () => {
    const { csvOf, nodeRows } = await import('./graph/tables.ts');
    return (of) => csvOf(nodeRows(of));
  }),
  'csv-edges': network(async () => {
    const { csvOf, edgeRows } = await import('./graph/tables.ts');
    return (of) => csvOf(edgeRows(of));
  }),
  graphml: network(async () => (await import('./graph/graphml.ts')).graphmlText),
  gexf: network(async () => (await import('./graph/gexf.ts')).gexfText),
  dot: network(async () => (await import('./graph/dot.ts')).dotText),
  mermaid: network(async () => (await import('./graph/mermaid.ts')).mermaidText),
  svg: network(async () => (await import('./graph/svg.ts')).svgText),
  xlsx: {
    flows: 'needed',
    binary: true,
    async render(answers, head) {
      const { reportXlsx } = await import('./xlsx.ts');
      return reportXlsx(answers.filter(isRun), head);
    },
  },
  md: {
    flows: 'useful',
    async render(answers, head) {
      const [{ documentOf }, { markdownText }] = await Promise.all([
        import('./document/document.ts'),
        import('./document/markdown.ts'),
      ]);
      return markdownText(documentOf(answers, head));
    },
  },
  pdf: {
    flows: 'useful',
    binary: true,
    async render(answers, head) {
      const [{ documentOf, documentTime, documentTitle }, { pdfBytes }] = await Promise.all([
        import('./document/document.ts'),
        import('./pdf/pdf.ts'),
      ]);
      return pdfBytes(documentOf(answers, head), documentTitle(answers), documentTime(answers));
    },
  },
  html: {
    flows: 'needed',
    accounts: 'told',
    async render(answers, head) {
      const { pageHtml } = await import('./page/page.ts');
      return pageHtml(answers, head);
    },
  },
};

type Drawing = (of: import('./graph/network.ts').Network) => string | Promise<string>;

function network(load: () => Promise<Drawing>): Format {
  return {
    flows: 'needed',
    async render(answers, head) {
      const [draw, { networkOf }] = await Promise.all([load(), import('./graph/network.ts')]);
      return draw(networkOf(answers.filter(isRun), head.synthetic));
    },
  };
}
