import './cabinet.css';
import type { LaneView } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { Unbroken } from '../../ui/unbroken.tsx';
import { boxesOf, closeBoxes, drawnBoxes } from './lane-boxes.ts';
import type { PartProps } from './part-props.ts';
import { recallLock } from './plan-draft.ts';

interface LaneActions {
  /** Null if the planogram is not known. Then no lane can be locked. */
  lock: ((lane: number) => void) | null;
  unlock: (lane: number) => void;
  clear: (lane: number) => void;
  /** Why the desired planogram locks a lane. Null if it does not. */
  lanePlanned: (lane: number) => string | null;
}

/**
 * The boxes of a lane one above the other, each in the colour of its lot's state. The front box,
 * which falls next, is at the bottom.
 */
function Stack({ lane }: { lane: LaneView }) {
  const { machine } = useTexts();
  const slots = Math.min(drawnBoxes, Math.max(lane.capacity, lane.stock));
  const boxes = boxesOf(lane.lots);
  const free = Array.from({ length: Math.max(0, slots - boxes.length) }, (_, n) => `free-${n}`);
  return (
    <div
      className={slots > closeBoxes ? 'stack many' : 'stack'}
      role="img"
      aria-label={machine.of(String(lane.stock), String(lane.capacity))}
    >
      {boxes.map((box) => (
        <i key={box.key} className={`${box.tone} ${box.edge ? 'edge' : ''}`} />
      ))}
      {free.map((key) => (
        <i key={key} className="free" />
      ))}
    </div>
  );
}

/** The lots of a lane, front first. */
function Lots({ lane }: { lane: LaneView }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  return (
    <ol>
      {lane.lots.slice(0, drawnBoxes).map((lot, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two equal lots differ only in their place in the lane
        <li key={i}>
          {i === 0 && <span className="chip quiet">{texts.front}</span>}{' '}
          {texts.lotLine(lot.lot ?? texts.noLot, format.count(lot.count))}
          <br />
          <span className="soft">
            {lot.expires ? <Unbroken>{texts.expires(format.dayLong(lot.expires))}</Unbroken> : texts.noExpiry}
          </span>{' '}
          {lot.state !== 'fit' && (
            <span className={`chip ${lot.state === 'expiring' || lot.state === 'unknown' ? 'warn' : 'bad'}`}>
              {words.lot[lot.state] ?? lot.state}
            </span>
          )}
        </li>
      ))}
      {lane.lots.length === 0 && <li className="soft">{texts.noLots}</li>}
    </ol>
  );
}

interface ButtonsProps {
  lane: LaneView;
  actions: LaneActions;
  /** Why the desired configuration locks the lane; null if it does not. */
  lockAsked: string | null;
}

/** What can be asked of a lane from afar. */
function LaneButtons({ lane, actions, lockAsked }: ButtonsProps) {
  const { machine: texts } = useTexts();
  return (
    <footer>
      {lockAsked === null && (
        <Button
          small
          onClick={() => actions.lock?.(lane.lane)}
          aria-label={`${texts.lock} ${texts.laneNo(String(lane.lane))}`}
        >
          {texts.lock}
        </Button>
      )}
      {/* A lock for a recall goes with the recall. */}
      {lockAsked !== null && lockAsked !== recallLock && (
        <Button
          small
          onClick={() => actions.unlock(lane.lane)}
          aria-label={`${texts.unlock} ${texts.laneNo(String(lane.lane))}`}
        >
          {texts.unlock}
        </Button>
      )}
      {(lane.state === 'jam' || lane.state === 'empty') && (
        <Confirm
          label={texts.clear}
          name={`${texts.clear} ${texts.laneNo(String(lane.lane))}`}
          ask={texts.clearExplain}
          act={() => actions.clear(lane.lane)}
          small
        />
      )}
    </footer>
  );
}

/** One lane: product, boxes, state, and what can be done. */
function LaneCard({ lane, actions }: { lane: LaneView; actions: LaneActions }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { product, mayCommand } = useFleet();
  const asked = actions.lanePlanned(lane.lane);
  const waiting = (asked !== null) !== (lane.lockedByPlan !== null);
  const trouble = lane.state !== 'ready';
  const reason = lane.lockedByPlan ?? lane.reason ?? '';
  const why = words.reason[reason] ?? reason;
  return (
    <li className={`lane ${lane.state}`}>
      <header>
        <b>{texts.laneNo(String(lane.lane))}</b>
        {trouble && (
          <span className={`chip ${lane.state === 'empty' ? 'warn' : 'bad'}`}>
            {lane.state === 'locked' && <Icon name="lock" size={14} />}
            {lane.state === 'jam' && <Icon name="wrench" size={14} />}
            {words.lane[lane.state] ?? lane.state}
          </span>
        )}
      </header>
      <p className="lane-product">{product(lane.product)}</p>
      <Stack lane={lane} />
      <p className="lane-count">
        <span className="figure">{format.count(lane.stock)}</span>
        <span className="soft"> / {format.count(lane.capacity)}</span>
        <span className="soft"> · {texts.par(format.count(lane.par))}</span>
      </p>
      {lane.uncertain > 0 && (
        <Explain className="chip warn" text={texts.uncertainExplain}>
          {texts.uncertainBoxes(format.count(lane.uncertain))}
        </Explain>
      )}
      {lane.unverified > 0 && (
        <Explain className="chip warn" text={texts.unverifiedExplain}>
          {texts.unverifiedBoxes(format.count(lane.unverified))}
        </Explain>
      )}
      {trouble && why !== '' && <p className="soft">{lane.state === 'locked' ? texts.lockedBecause(why) : why}</p>}
      <Lots lane={lane} />
      {waiting && <p className="chip warn">{texts.planWaits}</p>}
      {mayCommand && actions.lock && <LaneButtons lane={lane} actions={actions} lockAsked={asked} />}
    </li>
  );
}

/** The lanes as they are in the cabinet. */
export function Cabinet({ machine, ...actions }: PartProps & LaneActions) {
  const { machine: texts } = useTexts();
  return (
    <section className="cabinet">
      <h2>
        {texts.cabinet} <span className="soft">{texts.cabinetLead}</span>
      </h2>
      <ul>
        {machine.lanes.map((lane) => (
          <LaneCard key={lane.lane} lane={lane} actions={actions} />
        ))}
      </ul>
    </section>
  );
}
