import { Suspense } from 'react';
import type { Token } from '../../../../shared/contracts/fleet/token.ts';
import { api } from '../../api/client.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useTokens } from '../../api/user-queries.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.tsx';

const TokenDialog = lazyFile(() => import('./token-dialog.tsx'));

/** Whether a token is accepted; if it was revoked, by whom. */
function StateChip({ of }: { of: Token }) {
  const { tokens: texts } = useTexts();
  const format = useFormat();
  const { info } = useFleet();
  if (of.revoked) return <span className="chip">{texts.revoked(of.revoked.by, format.moment(of.revoked.at))}</span>;
  return of.expires <= info.now ? (
    <span className="chip warn">{texts.expired}</span>
  ) : (
    <span className="chip good">{texts.valid}</span>
  );
}

function useTokenColumns(): readonly Column<Token>[] {
  const { tokens: texts, words } = useTexts();
  const format = useFormat();
  const { areaPath, info } = useFleet();
  const revoke = useAction({ run: (id: string) => api.remove(`/tokens/${encodeURIComponent(id)}`), stale: ['tokens'] });
  return [
    { name: texts.name, onCard: 'title', cell: (of) => of.name },
    { name: texts.state, onCard: 'mark', cell: (of) => <StateChip of={of} /> },
    { name: texts.scope, cell: (of) => format.list(of.scope.map((each) => texts.scopes[each])) },
    { name: texts.area, cell: (of) => areaPath(of.area) },
    { name: texts.expires, cell: (of) => format.dated(of.expires) },
    { name: texts.lastUsed, cell: (of) => (of.lastUsed === null ? texts.neverUsed : format.moment(of.lastUsed)) },
    { name: texts.created, cell: (of) => texts.by(of.createdBy, format.moment(of.created)) },
    {
      name: texts.revoke,
      onCard: 'line',
      cell: (of) =>
        of.revoked || of.expires <= info.now ? (
          words.none
        ) : (
          <Confirm label={texts.revoke} ask={texts.revokeAsk(of.name)} act={() => revoke.mutate(of.id)} small />
        ),
    },
  ];
}

/** The tokens of programs: issued, and revoked. */
export default function TokensPage() {
  const { tokens: texts, frame } = useTexts();
  const { areaPath, tree } = useFleet();
  const list = useTokens();
  const adding = useKeptDialog('token');
  const columns = useTokenColumns();
  return (
    <>
      <PageHead title={frame.tokens} lead={`${areaPath(tree.root)} · ${texts.lead}`}>
        <Button tone="primary" icon="plus" onClick={() => adding.open('token')}>
          {texts.add}
        </Button>
      </PageHead>
      <Answer of={list} lines={6}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty title={texts.none} lead={texts.noneLead} />
          ) : (
            <section className="sheet">
              <DataTable name={frame.tokens} columns={columns} rows={tokens} keyOf={({ id }) => id} />
            </section>
          )
        }
      </Answer>
      <Suspense>{adding.about !== null && <TokenDialog dialog={adding} />}</Suspense>
    </>
  );
}
