import { randomUUID } from 'node:crypto';
import type { AreaRecall } from '../../../../shared/contracts/fleet/recall.ts';
import type { LotRecall } from '../../../../shared/rules/lot.ts';
import { AreaRecalls } from '../../../registry/area-recalls.ts';
import { distinct } from '../../../registry/holdings.ts';
import type { ConfigRecord, MachineRecord } from '../../../registry/records.ts';
import type { Connection } from '../connection/database.ts';
import { readDocs } from '../documents.ts';

/** Recorded where a recall says who entered it and why. */
const by = 'recovery';
const reason = '数据库损坏后根据机器配置恢复，请核对 · restored after damage to the database, please check';

/** Those of `wanted` that are not in `open`, each once. */
const missing = (open: readonly LotRecall[], wanted: readonly LotRecall[]): LotRecall[] =>
  distinct([...distinct(open), ...wanted]).slice(distinct(open).length);

/** Recalls of a county for some lots: one for each product. */
function recallsFor(region: string, lots: readonly LotRecall[], at: number): AreaRecall[] {
  return [...new Set(lots.map(({ product }) => product))].map((product) => {
    const named = lots.flatMap((each) => (each.product === product ? [each.lot] : []));
    const single = named.filter((lot) => lot !== null);
    const all = single.length < named.length;
    return {
      id: randomUUID(),
      region,
      product,
      lots: all ? null : single,
      reason,
      reference: null,
      at,
      by,
      ended: null,
    };
  });
}

/**
 * Restores recalls of areas that could not be read from the configurations that machines were asked
 * for because of them: a recall that is merely lost must not be lifted anywhere. Each is restored
 * for the counties of those machines. One that had just ended may come back and must be ended
 * again. `db` is the new database. Returns how many recalls were restored.
 */
export function restoreRecalls(db: Connection, now: number): number {
  const known = new AreaRecalls();
  for (const recall of readDocs<AreaRecall>(db.prepare('SELECT doc FROM recall').pluck().all())) known.put(recall);
  const regions = new Map(
    readDocs<MachineRecord>(db.prepare('SELECT doc FROM machine').pluck().all()).map(({ machine, region }) => [
      machine,
      region,
    ]),
  );
  const wanted = new Map<string, LotRecall[]>();
  const configs =
    'SELECT doc FROM config c WHERE version = (SELECT max(version) FROM config d WHERE d.machine = c.machine)';
  for (const { machine, areaRecalls = [] } of readDocs<ConfigRecord>(db.prepare(configs).pluck().all())) {
    const region = regions.get(machine);
    if (region !== undefined) wanted.set(region, [...(wanted.get(region) ?? []), ...areaRecalls]);
  }
  const save = db.prepare('INSERT INTO recall VALUES (?, ?, ?)');
  let restored = 0;
  for (const [region, lots] of wanted)
    for (const recall of recallsFor(region, missing(known.openIn(region), lots), now)) {
      save.run(recall.id, recall.at, JSON.stringify(recall));
      restored += 1;
    }
  return restored;
}
