// Why no rule can give a service less or more: the cuts behind its bounds, to be added up with a pencil.
import type { AssetId } from '../../model/asset.ts';
import { placeKey } from '../../model/place.ts';
import type { Cut, CutPart, Proof } from '../../trace/bounds/explain.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, bareAmount, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { short, type TextStyle } from './style.ts';

/** All of it, whatever the width: a cut with a part left out proves nothing. */
export function explainBoundsLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const proofs = findings.explainBounds;
  if (proofs === undefined) return [];
  return [
    ...proofs.crossings.flatMap((proof) => {
      const { least, followed, most, asset } = proof.received;
      return [
        `Given into crossing ${forTerminal(proof.crossing)}`,
        ...proofLines(proof, findings, book, style),
        `  ${amountText(book, proof.asset, proof.x)} given for ${amountText(book, asset, proof.y)}: received at least ${bareAmount(book, asset, least)}, at most ${bareAmount(book, asset, most)}${followed === most ? '' : ` (${bareAmount(book, asset, followed)} of what was followed)`}, rounded outwards`,
      ];
    }),
    ...proofs.entities.flatMap((proof) => [
      clipped(forTerminal(proof.entity), 40),
      ...proofLines(proof, findings, book, style),
    ]),
  ];
}

function proofLines(
  { asset, injected, figures, cuts }: Proof,
  findings: Findings,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const bare = (units: bigint): string => bareAmount(book, asset, units);
  const parts = (cut: Cut): string[] =>
    cut.parts.map((part) => `    ${style.chalk.dim(partText(part, asset, findings, book, style))}`);
  const most = `  at most ${amountText(book, asset, figures.most)}: all that can come${cuts.most.sum === cuts.followed.sum ? '' : ', or was not followed,'} passes here`;
  return [
    `  at least ${amountText(book, asset, figures.least)}: ${bare(injected)} came in, ${bare(cuts.least.sum)} can go elsewhere, for all of it passes here`,
    ...parts(cuts.least),
    most,
    ...parts(cuts.most),
    ...(cuts.most.sum === cuts.followed.sum
      ? []
      : [
          `  at most ${amountText(book, asset, figures.followed)} of what was followed: all that can come passes here`,
          ...parts(cuts.followed),
        ]),
  ];
}

function partText(
  { kind, amount, place, transfer, crossing }: CutPart,
  asset: AssetId,
  { names }: Findings,
  book: AssetBook,
  style: TextStyle,
): string {
  const at = place === undefined ? '' : short(names.get(placeKey(place)) ?? placeKey(place), style);
  const id = transfer === undefined ? '' : `${short(transfer.id, style)}, ${timeText(transfer.time)}`;
  const units = bareAmount(book, asset, amount);
  switch (kind) {
    case 'transfer':
      return `${units}  transfer${at === '' ? '' : ` to ${at}`} (${id})`;
    case 'injected':
      return `${units}  sent by a seed${at === '' ? '' : ` to ${at}`} (${id})`;
    case 'held':
      return `${units}  all that ${at} had after its payment (${id}) until it received again`;
    case 'left':
      return `${units}  all that ${at} had at the end`;
    case 'kept':
      return `${units}  all that ${at} kept of what came with one transaction (${id})`;
    case 'received':
      return `${units}  received by crossing ${forTerminal(crossing ?? '')} at ${at} (${id})`;
    case 'crossing':
      return `${units}  received by crossing ${forTerminal(crossing ?? '')}`;
  }
}
