import { useEffect, useState } from 'react';
import { type FilterKey, filterKeys } from '../../api/first-requests.ts';
import { setSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Popup } from '../../ui/popup.tsx';
import type { Question } from './question.ts';

const typingMs = 250;

/**
 * The filters that are always shown. The others are shown after a click, or if the address has one
 * of them.
 */
const usualFilters: readonly FilterKey[] = ['severity', 'verdict'];
const furtherFilters = filterKeys.filter((key) => !usualFilters.includes(key));

/** Removes search and filters from the address. */
export const noFilters = { q: null, ...Object.fromEntries(filterKeys.map((key) => [key, null])) };

interface Option {
  readonly value: string;
  readonly label: string;
}

/** The values of each filter, in the reader's language. */
function useOptions(): Record<FilterKey, readonly Option[]> {
  const { words } = useTexts();
  const { info, product } = useFleet();
  const of = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, label]) => ({ value, label }));
  return {
    severity: of(words.severity),
    verdict: of(words.verdict),
    condition: of(words.condition),
    service: of(words.service),
    link: of(words.link),
    flag: of(words.flag),
    site: of(words.site),
    product: info.products.map(({ code }) => ({ value: code, label: product(code) })),
  };
}

interface FilterProps {
  filter: FilterKey;
  options: readonly Option[];
  chosen: readonly string[];
}

/** One filter: a button that names its values, and a panel to choose them in. */
function Filter({ filter, options, chosen }: FilterProps) {
  const { machines, words } = useTexts();
  const format = useFormat();
  const names = options.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  const isOff = names.length === 0;
  const name = machines.filter[filter];
  const label = isOff ? name : format.list(names);
  return (
    <Popup
      className={isOff ? 'filter' : 'filter on'}
      name={isOff ? label : words.labelled(name, label)}
      label={
        <>
          <span>{label}</span>
          <Icon name="down" size={16} />
        </>
      }
    >
      {() =>
        options.map(({ value, label: option }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            change={(on) => setSearch({ [filter]: on ? [...chosen, value] : chosen.filter((each) => each !== value) })}
          >
            {option}
          </Checkbox>
        ))
      }
    </Popup>
  );
}

/** The search field. What is typed enters the address after a short pause. */
function Search({ q }: { q: string }) {
  const { machines } = useTexts();
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => setSearch({ q: text.trim() || null }), typingMs);
    return () => clearTimeout(timer);
  }, [text, q]);
  return (
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
  );
}

/** Search and filters. Their values are in the address. */
export function Filters({ question }: { question: Question }) {
  const { machines } = useTexts();
  const options = useOptions();
  const [open, setOpen] = useState(() => furtherFilters.some((key) => question.filters[key].length > 0));
  const shown = open ? filterKeys : usualFilters;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is younger than the browsers this is for
    <div className="filters" role="search">
      <Search q={question.q} />
      {shown.map((key) => (
        <Filter key={key} filter={key} options={options[key]} chosen={question.filters[key]} />
      ))}
      {!open && (
        <Button onClick={() => setOpen(true)} aria-expanded={open}>
          {machines.moreFilters}
        </Button>
      )}
      {question.narrowed && (
        <Button tone="link" onClick={() => setSearch(noFilters)}>
          {machines.reset}
        </Button>
      )}
    </div>
  );
}
