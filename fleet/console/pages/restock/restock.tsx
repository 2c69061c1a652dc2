import './restock.css';
import { type ReactNode, Suspense } from 'react';
import type { RestockPlan } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { api } from '../../api/client.ts';
import { lazyFile } from '../../api/console-file.ts';
import { visitsPerPage } from '../../api/first-requests.ts';
import { useRestock, useRestockSum } from '../../api/queries.ts';
import type { Query } from '../../api/query.ts';
import { setSearch, useAreaCode, useSearchAll, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import { Link, useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton, usePrint } from '../../ui/print.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { AddMachine } from './add-machine.tsx';
import { CarryList, noSums } from './carry-list.tsx';
import { type Asked, proposalWords, type Selection, useSelection } from './selection.ts';
import { TripPage, TripsPage } from './trips.tsx';
import { VisitSheet } from './visit-sheet.tsx';

const TripDialog = lazyFile(() => import('./trip-dialog.tsx'));

interface StopsProps {
  plan: RestockPlan;
  /** The stops that are shown. */
  stops: readonly RestockPlan['stops'][number][];
  selection: Selection;
  /** Stops that are selected. */
  count: number;
  more: ReactNode;
}

/** The stops of the sheet, and which of them are selected. */
function Stops({ plan, stops, selection, count, more }: StopsProps) {
  const { restock } = useTexts();
  const format = useFormat();
  return (
    <section aria-label={restock.pick}>
      <div className="pick no-print">
        <b>{restock.chosen(format.count(count))}</b>
        <Button small disabled={selection.isAll} onClick={selection.selectAll}>
          {restock.chooseAll}
        </Button>
        <Button small disabled={selection.isNone} onClick={selection.selectNone}>
          {restock.chooseNone}
        </Button>
      </div>
      <ul className="stops">
        {stops.map((visit) => (
          <VisitSheet
            key={visit.machine}
            visit={visit}
            today={plan.day}
            chosen={selection.has(visit.machine)}
            choose={(on) => selection.select(visit.machine, on)}
          />
        ))}
      </ul>
      {more}
    </section>
  );
}

interface HeadProps {
  plan: RestockPlan;
  asked: Asked;
  children: ReactNode;
}

function Head({ plan, asked, children }: HeadProps) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  const isProposal = asked.machine.length === 0;
  return (
    <PageHead
      title={<span className="no-print">{restock.title}</span>}
      lead={
        <span className="no-print">
          {areaPath(plan.region)} · {isProposal ? restock.proposal : restock.chosen(format.count(asked.machine.length))}{' '}
          · {words.asOf(format.dated(plan.asOf))}
        </span>
      }
    >
      {children}
    </PageHead>
  );
}

interface SheetProps {
  /** With the stops fetched so far. */
  fetched: RestockPlan;
  asked: Asked;
  /** Fetches the next stops. */
  fetchMore: () => void;
}

function Sheet({ fetched, asked, fetchMore }: SheetProps) {
  const { restock } = useTexts();
  const selection = useSelection(useAreaCode(), asked);
  const { query, isAll, isNone } = selection;
  const print = usePrint(() => api.get<RestockPlan>('/restock', query));
  // The sums come from the server, so that they include all selected stops, whether they are on the
  // screen or not.
  const selectedSums = useRestockSum(query, !isAll && !isNone);
  const plan = print.whole ?? fetched;
  const sums = print.whole ?? (isNone ? noSums : isAll ? fetched : (selectedSums.data ?? fetched));
  const list = useShowMore(fetched.stops, visitsPerPage, visitsPerPage, {
    total: fetched.total,
    isMore: fetched.next !== null,
    fetch: fetchMore,
  });
  return (
    <>
      <Head plan={plan} asked={asked}>
        <AddMachine add={(machine) => setSearch(selection.with(machine))} />
        {asked.machine.length + asked.also.length > 0 && (
          <Button onClick={() => setSearch(proposalWords)}>{restock.proposal}</Button>
        )}
        <TripActions query={query} region={plan.region} isNone={isNone || plan.stops.length === 0} />
        {!isNone && <ExportMenu address={(kind) => apiAddress(`/restock.${kind}`, query)} />}
        {!isNone && <PrintButton of={print} primary />}
      </Head>
      {plan.stops.length === 0 ? (
        <Empty title={restock.none} lead={restock.noneLead} />
      ) : (
        <div className="restock">
          <CarryList sums={sums} region={plan.region} asOf={plan.asOf} isNone={isNone} />
          <Stops
            plan={plan}
            stops={print.whole?.stops ?? list.shown}
            selection={selection}
            count={sums.total}
            more={print.whole === null && list.more}
          />
        </div>
      )}
    </>
  );
}

interface TripActionsProps {
  /** The selected machines. */
  query: Query;
  region: string;
  isNone: boolean;
}

/** Keeps the sheet as a trip, and leads to those that were kept. */
function TripActions({ query, region, isNone }: TripActionsProps) {
  const { trips } = useTexts();
  const { mayWrite } = useFleet();
  const to = useTo();
  const saving = useKeptDialog('trip');
  return (
    <>
      <Link className="btn" to={to('/restock', { view: 'trips' })}>
        {trips.all}
      </Link>
      {mayWrite && !isNone && <Button onClick={() => saving.open(region)}>{trips.save}</Button>}
      <Suspense>{saving.about !== null && <TripDialog query={query} region={region} dialog={saving} />}</Suspense>
    </>
  );
}

/** What is at the address: the trips, one of them, or the restock sheet. */
export default function RestockPage() {
  const search = useSearch();
  const trip = search.get('trip');
  if (trip !== null) return <TripPage id={trip} />;
  return search.get('view') === 'trips' ? <TripsPage /> : <RestockSheet />;
}

function RestockSheet() {
  const region = useAreaCode();
  const machine = useSearchAll('machine');
  const also = useSearchAll('also');
  const asked = { machine, also };
  const plan = useRestock({ region, ...asked });
  return (
    <Answer of={plan} lines={10}>
      {(data) => <Sheet key={`${region} ${machine.join(' ')}`} fetched={data} asked={asked} fetchMore={plan.more} />}
    </Answer>
  );
}
