import { useEffect, useState } from 'react';
import { type FilterKey, filterKeys } from '../../api/first-requests.ts';
import { setSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Button, Tick } from '../../ui/controls.tsx';
import { Popup } from '../../ui/popup.tsx';
import type { Question } from './question.ts';

const typingMs = 250;

/** Search and filters; what they ask stands in the address. */
export function Filters({ question }: { question: Question }) {
  const { machines, words, flags, today } = useTexts();
  const { info, product } = useFleet();
  const [text, setText] = useState(question.q);
  useEffect(() => setText(question.q), [question.q]);
  useEffect(() => {
    if (text === question.q) return;
    const timer = setTimeout(() => setSearch({ q: text.trim() || null }), typingMs);
    return () => clearTimeout(timer);
  }, [text, question.q]);
  const more = filterKeys.slice(2);
  const [open, setOpen] = useState(() => more.some((key) => question.filters[key].length > 0));
  const of = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, label]) => ({ value, label }));
  const options: Record<FilterKey, { value: string; label: string }[]> = {
    severity: of(words.severity),
    verdict: of(words.verdict),
    service: of(words.service),
    link: of(words.link),
    flag: Object.entries(flags).map(([value, { name }]) => ({ value, label: name })),
    site: of(words.site),
    product: info.products.map(({ code }) => ({ value: code, label: product(code) })),
  };
  const choice = (key: FilterKey) => {
    const chosen = question.filters[key];
    const names = options[key].filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
    const label = names.length === 0 ? machines.filter[key] : names.join(today.listGlue);
    return (
      <Popup
        key={key}
        className={names.length === 0 ? 'filter' : 'filter on'}
        name={names.length === 0 ? label : `${machines.filter[key]}: ${label}`}
        label={
          <>
            <span>{label}</span>
            <Icon name="down" size={16} />
          </>
        }
      >
        {() =>
          options[key].map(({ value, label: name }) => (
            <Tick
              key={value}
              checked={chosen.includes(value)}
              change={(on) => setSearch({ [key]: on ? [...chosen, value] : chosen.filter((each) => each !== value) })}
            >
              {name}
            </Tick>
          ))
        }
      </Popup>
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is younger than the browsers this is for
    <div className="filters" role="search">
      <span className="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          value={text}
          placeholder={machines.search}
          aria-label={machines.search}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') setSearch({ q: text.trim() || null });
          }}
        />
      </span>
      {choice('severity')}
      {choice('verdict')}
      {open ? (
        more.map(choice)
      ) : (
        <Button onClick={() => setOpen(true)} aria-expanded={open}>
          {machines.moreFilters}
        </Button>
      )}
      {question.narrowed && (
        <Button
          tone="link"
          onClick={() => setSearch({ q: null, ...Object.fromEntries(filterKeys.map((key) => [key, null])) })}
        >
          {machines.reset}
        </Button>
      )}
    </div>
  );
}
