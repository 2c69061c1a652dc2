import { Suspense } from 'react';
import type { User } from '../../../../shared/contracts/fleet-http.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useUsers } from '../../api/user-queries.ts';
import { useFleet } from '../../app/fleet.tsx';
import { bothOf, type KeptDialog, useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Answer } from '../../ui/states.tsx';
import { UserActs } from './user-acts.tsx';

const InviteDialog = lazyFile(() => import('./invite-dialog.tsx'));
const dialogs = {
  change: lazyFile(() => import('./change-dialog.tsx')),
  reset: lazyFile(() => import('./reset-dialog.tsx')),
  sessions: lazyFile(() => import('./sessions-dialog.tsx')),
};

/** How far an account is. */
function StateChip({ of }: { of: User }) {
  const { users: texts } = useTexts();
  if (of.locked) return <span className="chip bad">{texts.locked}</span>;
  return <span className={of.state === 'active' ? 'chip good' : 'chip warn'}>{texts.state[of.state]}</span>;
}

function useUserColumns(dialog: KeptDialog): readonly Column<User>[] {
  const { users: texts, words } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  const signsIn = (of: User) => [
    ...(of.secondFactor ? [texts.withFactor] : []),
    ...(of.passkeys > 0 ? [texts.withPasskeys(format.count(of.passkeys))] : []),
  ];
  return [
    { name: texts.name, onCard: 'title', cell: (of) => of.user },
    { name: texts.stateColumn, onCard: 'mark', cell: (of) => <StateChip of={of} /> },
    { name: texts.role, cell: (of) => words.role[of.role] ?? of.role },
    { name: texts.area, cell: (of) => areaPath(of.area) },
    {
      name: texts.lastSignIn,
      cell: (of) => (of.lastSignIn === null ? texts.neverSignedIn : format.moment(of.lastSignIn)),
    },
    { name: texts.factor, cell: (of) => (signsIn(of).length === 0 ? words.none : format.list(signsIn(of))) },
    { name: texts.acts, onCard: 'line', cell: (of) => <UserActs of={of} dialog={dialog} /> },
  ];
}

/** The dialog about a user that is open. */
function UserDialog({ users, dialog }: { users: readonly User[]; dialog: KeptDialog }) {
  if (dialog.about === null) return null;
  const { act, to } = bothOf(dialog.about);
  const user = users.find((each) => each.user === to);
  const Dialog = dialogs[act as keyof typeof dialogs];
  return user && Dialog ? <Dialog user={user} dialog={dialog} /> : null;
}

/** Who may sign in: invited, changed, reset, locked and deleted here. */
export default function UsersPage() {
  const { users: texts, frame } = useTexts();
  const { areaPath, tree } = useFleet();
  const list = useUsers();
  const inviting = useKeptDialog('invite');
  const dialog = useKeptDialog('user');
  const columns = useUserColumns(dialog);
  return (
    <>
      <PageHead title={frame.users} lead={`${areaPath(tree.root)} · ${texts.lead}`}>
        <Button tone="primary" icon="plus" onClick={() => inviting.open('user')}>
          {texts.invite}
        </Button>
      </PageHead>
      <Answer of={list} lines={8}>
        {({ users }) => (
          <section className="sheet">
            <DataTable name={frame.users} columns={columns} rows={users} keyOf={({ user }) => user} />
            <Suspense>
              <UserDialog users={users} dialog={dialog} />
            </Suspense>
          </section>
        )}
      </Answer>
      <Suspense>{inviting.about !== null && <InviteDialog dialog={inviting} />}</Suspense>
    </>
  );
}
