import type { Trip, TripList } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { tripPath, tripsPerPage, useTrip, useTrips } from '../../api/trip-queries.ts';
import { useAreaCode, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { CarryList } from './carry-list.tsx';
import { VisitSheet } from './visit-sheet.tsx';

const stateOf = ({ closed }: Pick<Trip, 'closed'>) => closed?.state ?? 'open';
const tones = { open: 'warn', done: 'good', cancelled: '' } as const;

function StateChip({ of }: { of: Pick<Trip, 'closed'> }) {
  const { trips: texts } = useTexts();
  const state = stateOf(of);
  return <span className={`chip ${tones[state]}`}>{texts.state[state]}</span>;
}

function Rows({ list, more }: { list: TripList; more: () => void }) {
  const { trips: texts, restock } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  const to = useTo();
  const rows = useShowMore(list.trips, tripsPerPage, tripsPerPage, {
    total: list.total,
    isMore: list.next !== null,
    fetch: more,
  });
  if (list.total === 0) return <Empty title={texts.none} lead={texts.noneLead} />;
  return (
    <section className="sheet">
      <ul className="rows">
        {rows.shown.map((trip) => (
          <li key={trip.id}>
            <div>
              <Link to={to('/restock', { trip: trip.id })}>{trip.name}</Link> <StateChip of={trip} />
              <p>
                {format.dayLong(trip.day)} · {trip.person}
              </p>
              <p className="soft">
                {areaPath(trip.region)} · {texts.machines(format.count(trip.machines))} ·{' '}
                {restock.boxes(format.count(trip.boxes))} · {texts.by(trip.by, format.moment(trip.at))}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {rows.more}
    </section>
  );
}

/** The trips of the area. */
export function TripsPage() {
  const { trips: texts } = useTexts();
  const to = useTo();
  const list = useTrips(useAreaCode());
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead}>
        <Link className="btn" to={to('/restock')}>
          {texts.back}
        </Link>
      </PageHead>
      <Answer of={list}>{(data) => <Rows list={data} more={list.more} />}</Answer>
    </>
  );
}

/** Marks a trip as done or cancelled. */
function Closing({ trip }: { trip: Trip }) {
  const { trips: texts } = useTexts();
  const close = useAction({
    run: (state: 'done' | 'cancelled') => api.post(tripPath(trip.id, '/close'), { state }),
    stale: ['trips'],
  });
  return (
    <>
      <Confirm label={texts.cancel} ask={texts.cancelAsk} act={() => close.mutate('cancelled')} />
      <Confirm label={texts.done} ask={texts.doneAsk} act={() => close.mutate('done')} />
    </>
  );
}

function TripHead({ trip }: { trip: Trip }) {
  const { trips: texts, restock } = useTexts();
  const format = useFormat();
  const { areaPath, mayWrite } = useFleet();
  const to = useTo();
  const { closed } = trip;
  return (
    <PageHead
      title={
        <>
          {trip.name} <StateChip of={trip} />
        </>
      }
      lead={
        <>
          {format.dayLong(trip.day)} · {trip.person} · {areaPath(trip.region)} ·{' '}
          {texts.planned(format.dated(trip.plan.asOf))}
          {closed && ` · ${texts.closedBy(texts.state[closed.state], closed.by, format.moment(closed.at))}`}
        </>
      }
    >
      <Link className="btn" to={to('/restock', { view: 'trips' })}>
        {texts.all}
      </Link>
      {mayWrite && closed === null && <Closing trip={trip} />}
      <Button tone="primary" icon="print" onClick={() => window.print()}>
        {restock.print}
      </Button>
    </PageHead>
  );
}

/** One trip: the sheet as it was when it was kept. */
export function TripPage({ id }: { id: string }) {
  const trip = useTrip(id);
  const { restock } = useTexts();
  return (
    <Answer of={trip} lines={10}>
      {(data) => (
        <>
          <TripHead trip={data} />
          <div className="restock">
            <CarryList sums={data.plan} region={data.plan.region} asOf={data.plan.asOf} isNone={false} />
            <ul className="stops" aria-label={restock.pick}>
              {data.plan.stops.map((visit) => (
                <VisitSheet key={visit.machine} visit={visit} today={data.plan.day} chosen choose={null} />
              ))}
            </ul>
          </div>
        </>
      )}
    </Answer>
  );
}
