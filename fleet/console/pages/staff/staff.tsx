import { Suspense } from 'react';
import type { StaffPerson } from '../../../../shared/contracts/fleet-http.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useStaff } from '../../api/front-queries.ts';
import { useAreaCode } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { bothOf, type KeptDialog, useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { StaffActs } from './staff-acts.tsx';

const AddDialog = lazyFile(() => import('./add-dialog.tsx'));
const dialogs = {
  change: lazyFile(() => import('./change-dialog.tsx')),
  pin: lazyFile(() => import('./pin-dialog.tsx')),
};

function useStaffColumns(dialog: KeptDialog): readonly Column<StaffPerson>[] {
  const { staff: texts } = useTexts();
  const format = useFormat();
  const { areaPath, isAdmin } = useFleet();
  return [
    { name: texts.name, onCard: 'title', cell: (of) => of.name },
    {
      name: texts.state,
      onCard: 'mark',
      cell: ({ stopped }) =>
        stopped === null ? (
          <span className="chip good">{texts.active}</span>
        ) : (
          <span className="chip bad">{texts.stopped(format.moment(stopped.at))}</span>
        ),
    },
    { name: texts.role, cell: (of) => texts.roles[of.role] },
    { name: texts.area, cell: (of) => areaPath(of.area) },
    {
      name: texts.machines,
      cell: ({ machines }) => (machines.length === 0 ? texts.everyMachine : format.list(machines)),
    },
    {
      name: texts.lastSeen,
      cell: ({ lastSeen }) =>
        lastSeen === null ? texts.neverSeen : texts.seenAt(format.moment(lastSeen.at), lastSeen.machine),
    },
    { name: texts.pinSet, cell: (of) => format.moment(of.pinSet) },
    ...(isAdmin
      ? [
          {
            name: texts.acts,
            onCard: 'line' as const,
            cell: (of: StaffPerson) => <StaffActs of={of} dialog={dialog} />,
          },
        ]
      : []),
  ];
}

/** The dialog about a person that is open. */
function StaffDialog({ people, dialog }: { people: readonly StaffPerson[]; dialog: KeptDialog }) {
  if (dialog.about === null) return null;
  const { act, to } = bothOf(dialog.about);
  const person = people.find(({ id }) => id === to);
  const Dialog = dialogs[act as keyof typeof dialogs];
  return person && Dialog ? <Dialog person={person} dialog={dialog} /> : null;
}

/** Who may work at machines: entered, changed, stopped and given PINs here. */
export default function StaffPage() {
  const { staff: texts } = useTexts();
  const { isAdmin } = useFleet();
  const region = useAreaCode();
  const list = useStaff(region);
  const adding = useKeptDialog('add staff');
  const dialog = useKeptDialog('staff');
  const columns = useStaffColumns(dialog);
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead}>
        {isAdmin && (
          <Button tone="primary" icon="plus" onClick={() => adding.open(region)}>
            {texts.add}
          </Button>
        )}
      </PageHead>
      <Answer of={list} lines={8}>
        {({ staff }) =>
          staff.length === 0 ? (
            <Empty title={texts.none} lead={texts.noneLead} />
          ) : (
            <section className="sheet">
              <DataTable name={texts.title} columns={columns} rows={staff} keyOf={({ id }) => id} />
              <Suspense>
                <StaffDialog people={staff} dialog={dialog} />
              </Suspense>
            </section>
          )
        }
      </Answer>
      <Suspense>{adding.about !== null && <AddDialog dialog={adding} />}</Suspense>
    </>
  );
}
