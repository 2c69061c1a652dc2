import './lots-in-lanes.css';
import type { LotInLane } from '../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';

/** Boxes by lane; those of which nobody knows the lot say so. */
export function LotsInLanes({ lanes }: { lanes: readonly LotInLane[] }) {
  const { recalls: texts, words } = useTexts();
  const format = useFormat();
  if (lanes.length === 0) return <span className="soft">{words.none}</span>;
  return (
    <ul className="recall-lanes">
      {lanes.map(({ lane, lot, count, expires }) => (
        <li key={`${lane} ${lot} ${expires}`}>
          {lot === null
            ? texts.laneUnknown(String(lane), format.count(count))
            : texts.lane(String(lane), lot, format.count(count))}
        </li>
      ))}
    </ul>
  );
}
