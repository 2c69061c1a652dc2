import type { StaffPerson } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { staffPath } from '../../api/front-queries.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { aboutBoth, type KeptDialog } from '../../app/kept-dialog.ts';
import { Link } from '../../app/router.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Confirm, Popup } from '../../ui/popup.tsx';
import { useAction } from '../../ui/use-action.tsx';

/** What may be done to a person; nothing to one whose area of work is wider than the own area. */
export function StaffActs({ of, dialog }: { of: StaffPerson; dialog: KeptDialog }) {
  const { staff: texts } = useTexts();
  const { area } = useFleet();
  const to = useTo();
  const isStopped = of.stopped !== null;
  const stop = useAction({
    run: () => api.patch(staffPath(of.id), { stopped: !isStopped }),
    stale: ['staff', 'machine'],
  });
  const mayChange = area(of.area) !== undefined;
  const open = (act: 'change' | 'pin', close: () => void) => () => {
    close();
    dialog.open(aboutBoth(act, of.id));
  };
  return (
    <div className="row-acts">
      <Popup label={texts.acts} name={texts.actsOf(of.name)} small>
        {(close) => (
          <>
            {mayChange && (
              <>
                <button type="button" className="item" onClick={open('change', close)}>
                  {texts.change}
                </button>
                <button type="button" className="item" onClick={open('pin', close)}>
                  {texts.newPin}
                </button>
              </>
            )}
            <Link to={to('/records', { person: of.name })}>{texts.records}</Link>
          </>
        )}
      </Popup>
      {mayChange && (
        <Confirm
          label={isStopped ? texts.resume : texts.stop}
          ask={isStopped ? texts.resumeAsk(of.name) : texts.stopAsk(of.name)}
          act={() => stop.mutate()}
          small
        />
      )}
    </div>
  );
}
