import './restock.css';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { RestockPlan, RestockStop } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { useRestock } from '../../api/queries.ts';
import { useAreaCode, useSetSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { useSearch } from '../../app/router.tsx';
import { Button } from '../../parts/controls.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { PrintButton, useSome } from '../../parts/some.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { StopSheet } from './stop-sheet.tsx';

const MachineFinder = lazy(() => import('./machine-finder.tsx'));

const stopsAtOnce = 40;

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

/** What the chosen stops come to, by product. */
function sumOf(stops: readonly RestockStop[]): { product: string; boxes: number; machines: number }[] {
  const sums = new Map<string, { product: string; boxes: number; machines: number }>();
  for (const { products } of stops)
    for (const { product, restock } of products) {
      if (restock === 0) continue;
      const sum = sums.get(product) ?? { product, boxes: 0, machines: 0 };
      sums.set(product, { product, boxes: sum.boxes + restock, machines: sum.machines + 1 });
    }
  return [...sums.values()].sort((a, b) => (a.product < b.product ? -1 : 1));
}

/** What the chosen stops give back, by lot. */
function takeOutOf(stops: readonly RestockStop[]): RestockPlan['takeOutSum'] {
  const sums = new Map<string, RestockPlan['takeOutSum'][number]>();
  for (const { takeOut } of stops)
    for (const { product, lot, expires, count } of takeOut) {
      const key = `${product}/${lot}/${expires}`;
      sums.set(key, { product, lot, expires, count: (sums.get(key)?.count ?? 0) + count });
    }
  return [...sums.values()];
}

function Sheet({ plan, asked }: { plan: RestockPlan; asked: readonly string[] }) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { areaPath, product } = useFleet();
  const region = useAreaCode();
  const set = useSetSearch();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => plan.stops.filter((stop) => !left.has(stop.machine)), [plan, left]);
  const whole = chosen.length === plan.stops.length;
  const sum = whole ? plan.sum : sumOf(chosen);
  const takeOut = whole ? plan.takeOutSum : takeOutOf(chosen);
  const boxes = sum.reduce((all, { boxes: some }) => all + some, 0);
  const list = useSome(plan.stops, stopsAtOnce);
  const query = whole ? { region, machine: asked } : { region, machine: chosen.map((stop) => stop.machine) };
  const choose = (machine: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(machine);
    else next.add(machine);
    setLeft(next);
  };
  return (
    <>
      <PageHead
        title={<span className="no-print">{restock.title}</span>}
        lead={
          <span className="no-print">
            {areaPath(plan.region)} · {asked.length > 0 ? restock.chosen(format.count(asked.length)) : restock.proposal}{' '}
            · {words.asOf(format.moment(plan.asOf))}
          </span>
        }
      >
        <AddMachine
          add={(machine) => set({ machine: [...new Set([...chosen.map((stop) => stop.machine), machine])] })}
        />
        {asked.length > 0 && <Button onClick={() => set({ machine: null })}>{restock.proposal}</Button>}
        {chosen.length > 0 && <ExportMenu address={(kind) => apiAddress(`/restock.${kind}`, query)} />}
        {chosen.length > 0 && <PrintButton print={list.print} primary />}
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
                {words.box('').trim()} · {restock.stops(format.count(chosen.length))}
              </span>
            </p>
            {chosen.length === 0 && <p className="soft">{restock.noneChosenLead}</p>}
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
                            {item.expires && ` · ${restock.expires} ${format.dayLong(item.expires)}`}
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
              <b>{restock.chosen(format.count(chosen.length))}</b>
              <Button small disabled={whole} onClick={() => setLeft(new Set())}>
                {restock.chooseAll}
              </Button>
              <Button
                small
                disabled={chosen.length === 0}
                onClick={() => setLeft(new Set(plan.stops.map((stop) => stop.machine)))}
              >
                {restock.chooseNone}
              </Button>
            </div>
            <ul className="stops">
              {list.some.map((stop) => (
                <StopSheet
                  key={stop.machine}
                  stop={stop}
                  today={plan.day}
                  chosen={!left.has(stop.machine)}
                  choose={(on) => choose(stop.machine, on)}
                />
              ))}
            </ul>
            {list.more}
          </section>
        </div>
      )}
    </>
  );
}

export default function RestockPage() {
  const region = useAreaCode();
  const search = useSearch();
  const text = search.getAll('machine').join('\n');
  const asked = useMemo(() => (text === '' ? [] : text.split('\n')), [text]);
  const plan = useRestock({ region, machine: asked });
  return (
    <Answer of={plan} lines={10}>
      {(data) => <Sheet key={`${region} ${text}`} plan={data} asked={asked} />}
    </Answer>
  );
}
