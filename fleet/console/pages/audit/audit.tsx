import './audit.css';
import '../../app/list-filters.css';
import { useState } from 'react';
import { type AuditList, auditActs } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { useAudit, useAuditCheck } from '../../api/audit-queries.ts';
import { auditFilters, auditPerPage, auditQuery } from '../../api/first-requests.ts';
import { setSearch, useAreaCode } from '../../app/address.ts';
import { DaysFilter } from '../../app/days-filter.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { useSearch } from '../../app/router.tsx';
import { TextFilter } from '../../app/text-filter.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, Select } from '../../ui/controls.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useAuditColumns } from './audit-columns.tsx';

/** What the log is narrowed by: days, act, machine, person. */
function Filters({ asked }: { asked: ReturnType<typeof auditQuery> }) {
  const { audit, records } = useTexts();
  return (
    <div className="list-filters no-print">
      <DaysFilter from={asked.from} to={asked.to} />
      <Select
        name={audit.columns.act}
        value={asked.act}
        options={[
          { value: '', label: audit.anyAct },
          ...auditActs.map((value) => ({ value: value as string, label: audit.acts[value] })),
        ]}
        choose={(act) => setSearch({ act })}
      />
      <TextFilter name="user" label={audit.person} value={asked.user} />
      <TextFilter name="machine" label={audit.columns.machine} value={asked.machine} />
      {auditFilters.some((key) => asked[key] !== '') && (
        <Button tone="link" onClick={() => setSearch(Object.fromEntries(auditFilters.map((key) => [key, null])))}>
          {records.clear}
        </Button>
      )}
    </div>
  );
}

/** Whether the log is as it was written. Nothing until somebody asks. */
function Check() {
  const { audit } = useTexts();
  const format = useFormat();
  const [asked, setAsked] = useState(false);
  const check = useAuditCheck(asked);
  if (!asked)
    return (
      <p className="audit-check no-print">
        <Button icon="check" onClick={() => setAsked(true)}>
          {audit.verify}
        </Button>
      </p>
    );
  return (
    <section className="sheet audit-check" role="status">
      <Answer of={check} lines={1}>
        {({ sound, entries, breaks, asOf }) => (
          <>
            <p>
              <span className={`chip ${sound ? 'good' : 'bad'}`}>
                <Icon name={sound ? 'check' : 'warning'} size={14} />
                {sound ? audit.sound : audit.broken}
              </span>{' '}
              <span className="soft">{audit.verified(format.count(entries), format.dated(asOf))}</span>
            </p>
            <ul>
              {breaks.map(({ from, to, why }) => (
                <li key={from}>{audit[why](String(from), String(to))}</li>
              ))}
            </ul>
          </>
        )}
      </Answer>
    </section>
  );
}

function Entries({ came, more }: { came: AuditList; more: () => void }) {
  const { frame } = useTexts();
  const columns = useAuditColumns();
  const { shown, more: button } = useShowMore(came.records, auditPerPage, auditPerPage, {
    total: came.next === null ? came.records.length : null,
    isMore: came.next !== null,
    fetch: more,
  });
  return (
    <>
      <section className="sheet audit">
        <DataTable name={frame.audit} columns={columns} rows={shown} keyOf={({ seq }) => String(seq)} />
      </section>
      {button}
    </>
  );
}

/** Who did what to what, when, from where and why. */
export default function AuditPage() {
  const { audit, frame, words } = useTexts();
  const format = useFormat();
  const { areaPath, info } = useFleet();
  const region = useAreaCode();
  const query = auditQuery(region, useSearch());
  const list = useAudit(query);
  return (
    <>
      <PageHead
        title={frame.audit}
        lead={`${areaPath(region)} · ${words.asOf(format.dated(list.data?.asOf ?? info.now))}`}
      >
        <ExportMenu address={(kind) => apiAddress(`/audit.${kind}`, query)} />
      </PageHead>
      <Filters asked={query} />
      <Check />
      <Answer of={list} lines={10}>
        {(came) =>
          came.records.length === 0 ? (
            <Empty title={audit.none} lead={audit.noneLead} />
          ) : (
            <Entries key={JSON.stringify(query)} came={came} more={list.more} />
          )
        }
      </Answer>
    </>
  );
}
