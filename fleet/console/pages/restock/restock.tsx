import './restock.css';
import { lazy, Suspense, useState } from 'react';
import type { RestockPlan } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { api } from '../../api/client.ts';
import { stopsAPage } from '../../api/first-requests.ts';
import { useRestock, useRestockSum } from '../../api/queries.ts';
import { setSearch, useAreaCode, useSearchAll } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PrintButton, usePrint, useSome } from '../../ui/show-more.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { StopSheet } from './stop-sheet.tsx';

const MachineFinder = lazy(() => import('./machine-finder.tsx'));

/** Puts a machine on the sheet, though nothing there asks for it; the list to find it in is fetched when somebody wants to. */
function AddMachine({ add }: { add: (machine: string) => void }) {
  const { restock } = useTexts();
  const [finding, setFinding] = useState(false);
  const plain = (
    <Button icon="plus" onClick={() => setFinding(true)}>
      {restock.addMachine}
    </Button>
  );
  return finding ? (
    <Suspense fallback={plain}>
      <MachineFinder add={add} />
    </Suspense>
  ) : (
    plain
  );
}

/** Which stops of the sheet are chosen: all but some, or only some. */
interface Chosen {
  readonly all: boolean;
  readonly but: ReadonlySet<string>;
}

const everyStop: Chosen = { all: true, but: new Set() };
const noStop: Chosen = { all: false, but: new Set() };

/** The sheet's machines as the address has them: in place of the proposal, or beside it. */
interface Asked {
  readonly machine: readonly string[];
  readonly also: readonly string[];
}

interface SheetGiven {
  plan: RestockPlan;
  asked: Asked;
  /** Asks for the next stops. */
  more: () => void;
}

function Sheet({ plan: came, asked, more }: SheetGiven) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { areaPath, product } = useFleet();
  const region = useAreaCode();
  const [{ all, but }, setChosen] = useState<Chosen>(everyStop);
  const isChosen = (machine: string): boolean => all !== but.has(machine);
  const isWhole = all && but.size === 0;
  const isNone = !all && but.size === 0;
  const query = all ? { region, ...asked, without: [...but] } : { region, machine: [...but] };
  const print = usePrint(() => api.get<RestockPlan>('/restock', query));
  // The figures are the server's, so that they are those of the sheet, whichever stops are on screen.
  const some = useRestockSum(query, !isWhole && !isNone);
  const plan = print.whole ?? came;
  const figures = print.whole ?? (isNone ? nothing : isWhole ? came : (some.data ?? came));
  const { sum, takeOutSum: takeOut, total: count } = figures;
  const boxes = sum.reduce((sofar, each) => sofar + each.boxes, 0);
  const list = useSome(came.stops, stopsAPage, stopsAPage, {
    total: came.total,
    isMore: came.next !== null,
    fetch: more,
  });
  const stops = print.whole?.stops ?? list.some;
  const choose = (machine: string, on: boolean) => {
    const next = new Set(but);
    if (on === all) next.delete(machine);
    else next.add(machine);
    setChosen({ all, but: next });
  };
  const add = (machine: string) => {
    if (!all) setSearch({ machine: [...but, machine], also: null });
    else if (asked.machine.length > 0)
      setSearch({ machine: [...asked.machine.filter((each) => !but.has(each) && each !== machine), machine] });
    else setSearch({ also: [...asked.also.filter((each) => each !== machine), machine] });
  };
  return (
    <>
      <PageHead
        title={<span className="no-print">{restock.title}</span>}
        lead={
          <span className="no-print">
            {areaPath(plan.region)} ·{' '}
            {asked.machine.length > 0 ? restock.chosen(format.count(asked.machine.length)) : restock.proposal} ·{' '}
            {words.asOf(format.moment(plan.asOf))}
          </span>
        }
      >
        <AddMachine add={add} />
        {asked.machine.length + asked.also.length > 0 && (
          <Button onClick={() => setSearch({ machine: null, also: null })}>{restock.proposal}</Button>
        )}
        {!isNone && <ExportMenu address={(kind) => apiAddress(`/restock.${kind}`, query)} />}
        {!isNone && <PrintButton of={print} primary />}
      </PageHead>
      {plan.stops.length === 0 ? (
        <Empty title={restock.none} lead={restock.noneLead} />
      ) : (
        <div className="restock">
          <aside className="sheet carry">
            <h2 className="print-only">{restock.sheetTitle(areaPath(plan.region))}</h2>
            <p className="print-only fill-in">
              {restock.date}：__________　{restock.filler}：__________　{words.asOf(format.moment(plan.asOf))}
            </p>
            <h2>{restock.sum}</h2>
            <p>
              <span className="figure big">{format.count(boxes)}</span>{' '}
              <span className="soft">
                {words.box('').trim()} · {restock.stops(format.count(count))}
              </span>
            </p>
            {isNone && <p className="soft">{restock.noneChosenLead}</p>}
            <table className="plain">
              <tbody>
                {sum.map((item) => (
                  <tr key={item.product}>
                    <th scope="row">{product(item.product)}</th>
                    <td className="num">
                      <b className="figure">{format.count(item.boxes)}</b>
                    </td>
                    <td className="num soft">{restock.machinesOf(format.count(item.machines))}</td>
                    <td className="print-only write-in">{restock.lotFill}：____________</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="soft">{restock.fefo}</p>
            {takeOut.length > 0 && (
              <>
                <h2>{restock.takeOutSum}</h2>
                <p className="soft">{restock.takeOutLead}</p>
                <table className="plain">
                  <tbody>
                    {takeOut.map((item) => (
                      <tr key={`${item.product}/${item.lot}/${item.expires}`}>
                        <th scope="row">
                          {product(item.product)}
                          <br />
                          <span className="soft">
                            {restock.lot} {item.lot ?? words.none}
                            {item.expires && (
                              <>
                                <br />
                                {restock.expires} {format.dayLong(item.expires)}
                              </>
                            )}
                          </span>
                        </th>
                        <td className="num">
                          <b className="figure">{format.count(item.count)}</b>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
          </aside>
          <section aria-label={restock.pick}>
            <div className="pick no-print">
              <b>{restock.chosen(format.count(count))}</b>
              <Button small disabled={isWhole} onClick={() => setChosen(everyStop)}>
                {restock.chooseAll}
              </Button>
              <Button small disabled={isNone} onClick={() => setChosen(noStop)}>
                {restock.chooseNone}
              </Button>
            </div>
            <ul className="stops">
              {stops.map((stop) => (
                <StopSheet
                  key={stop.machine}
                  stop={stop}
                  today={plan.day}
                  chosen={isChosen(stop.machine)}
                  choose={(on) => choose(stop.machine, on)}
                />
              ))}
            </ul>
            {print.whole === null && list.more}
          </section>
        </div>
      )}
    </>
  );
}

/** What no machine comes to. */
const nothing: Pick<RestockPlan, 'sum' | 'takeOutSum' | 'total'> = { sum: [], takeOutSum: [], total: 0 };

export default function RestockPage() {
  const region = useAreaCode();
  const machine = useSearchAll('machine');
  const also = useSearchAll('also');
  const asked = { machine, also };
  const plan = useRestock({ region, ...asked });
  return (
    <Answer of={plan} lines={10}>
      {(data) => <Sheet key={`${region} ${machine.join(' ')}`} plan={data} asked={asked} more={plan.more} />}
    </Answer>
  );
}
