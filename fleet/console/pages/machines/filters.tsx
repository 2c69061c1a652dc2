import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useSetSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { type FilterKey, filterKeys, type Question } from './question.ts';

const typingMs = 250;

/** Search and filters; what they ask stands in the address. */
export function Filters({ question }: { question: Question }) {
  const { machines, words, flags } = useTexts();
  const { info, product } = useFleet();
  const set = useSetSearch();
  const [text, setText] = useState(question.q);
  useEffect(() => setText(question.q), [question.q]);
  useEffect(() => {
    if (text === question.q) return;
    const timer = setTimeout(() => set({ q: text.trim() || null }), typingMs);
    return () => clearTimeout(timer);
  }, [text, question.q, set]);
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
  const choice = (key: FilterKey) => (
    <Select
      key={key}
      mode="multiple"
      className="filter"
      aria-label={machines.filter[key]}
      placeholder={machines.filter[key]}
      value={[...question.filters[key]]}
      options={options[key]}
      onChange={(values: string[]) => set({ [key]: values })}
      optionFilterProp="label"
      maxTagCount="responsive"
      allowClear
    />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is younger than the browsers this is for
    <div className="filters" role="search">
      <Input
        className="search"
        allowClear
        value={text}
        prefix={<Icon name="search" size={18} />}
        placeholder={machines.search}
        aria-label={machines.search}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => set({ q: text.trim() || null })}
      />
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
          type="link"
          onClick={() => set({ q: null, ...Object.fromEntries(filterKeys.map((key) => [key, null])) })}
        >
          {machines.reset}
        </Button>
      )}
    </div>
  );
}
