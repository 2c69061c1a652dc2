import { z } from 'zod';
import { LabelId, LotNumber, MachineId, ProductCode } from '../contracts/ids.ts';
import { expiryDay, formatDay, isEnteredYear, yearOf } from '../rules/calendar.ts';

/**
 * Codes that the fleet signs, for staff to carry: the label of a bag of boxes for one machine, and
 * a recall for a machine that the network does not reach. The text is
 * `YJ1;<kind>;<machine>;<id>;<line>;…;<signature>` in ASCII: each line is
 * `<product>,<lot>,<expiry>,<boxes>,<maker>`, percent-encoded, and empty for what is not known. The
 * signature is Ed25519 over all before the last `;`, in base64url.
 */
const labelPrefix = 'YJ1;';

const LabelLine = z.object({
  product: ProductCode,
  lot: LotNumber.nullable(),
  expires: z.iso.date().nullable(),
  boxes: z.int().min(0).max(200),
  maker: z.string().max(64).nullable(),
});

const Label = z.object({
  kind: z.enum(['bag', 'recall']),
  /** The machine that it is for; null for any. */
  machine: MachineId.nullable(),
  id: LabelId,
  lines: z.array(LabelLine).min(1).max(20),
});
export type Label = z.infer<typeof Label>;

/** What the signature of a scanned text covers, and the signature in base64url; null: no label. */
export function signedParts(text: string): { readonly signed: string; readonly signature: string } | null {
  if (!text.startsWith(labelPrefix)) return null;
  const at = text.lastIndexOf(';');
  return { signed: text.slice(0, at), signature: text.slice(at + 1) };
}

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '\u0000';
  }
}

/** The label that a signed text says; null for another text. The signature is not checked here. */
export function readLabel(text: string): Label | null {
  const parts = signedParts(text);
  if (parts === null) return null;
  const [, kind, machine, id, ...lines] = parts.signed.split(';');
  const read = Label.safeParse({
    kind,
    machine: orNull(machine),
    id,
    lines: lines.map((line) => {
      const [product, lot, expires, boxes, maker] = line.split(',').map(decoded);
      const day = expires ? expiryDay(expires) : null;
      const dated = day !== null && isEnteredYear(yearOf(day)) ? formatDay(day) : orNull(expires);
      return { product, lot: orNull(lot), expires: dated, boxes: Number(boxes || 0), maker: orNull(maker) };
    }),
  });
  return read.success ? read.data : null;
}

/** The text of a label without its signature, which is appended after a `;`. */
export function labelText({ kind, machine, id, lines }: Label): string {
  const encoded = lines.map(({ product, lot, expires, boxes, maker }) =>
    [product, lot ?? '', expires ?? '', String(boxes), maker ?? ''].map(encodeURIComponent).join(','),
  );
  return [labelPrefix.slice(0, -1), kind, machine ?? '', id, ...encoded].join(';');
}
