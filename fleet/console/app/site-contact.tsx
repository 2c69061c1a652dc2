import './site-contact.css';
import type { SiteContact } from '../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';

/** What a telephone dials: the digits, and an extension after a pause. */
const dialled = (telephone: string): string => telephone.replace(/\u8f6c|#/g, ',').replace(/[^\d+,*]/g, '');

interface Props {
  of: SiteContact;
  /** Also the note, and when all this was checked last. */
  whole?: boolean;
}

/** Whom to call at a site, by a link that dials on a phone, and when it is open. */
export function ContactLine({ of, whole = false }: Props) {
  const { contact, words } = useTexts();
  const format = useFormat();
  return (
    <p className="site-contact">
      {of.name !== '' && <span>{words.labelled(contact.name, of.name)}</span>}
      {of.telephone !== '' && (
        <a href={`tel:${dialled(of.telephone)}`}>{words.labelled(contact.telephone, of.telephone)}</a>
      )}
      {of.hours !== '' && <span>{words.labelled(contact.hours, of.hours)}</span>}
      {whole && of.note !== '' && <span>{of.note}</span>}
      {whole && <span className="soft">{contact.checked(format.dayLong(of.checked), of.by)}</span>}
    </p>
  );
}
