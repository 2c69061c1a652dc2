import { useMemo } from 'react';
import type { AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { monthsOf } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Chart } from '../../ui/chart.tsx';
import { axisOf, valueAxis } from '../../ui/chart-look.ts';
import { ink } from '../../ui/theme.ts';

/** Boxes issued in the area by month of the current year. */
export function MonthsChart({ view }: { view: AreaView }) {
  const { areas, words, machine } = useTexts();
  const format = useFormat();
  const year = format.dayOf(view.asOf).slice(0, 4);
  const chart = useMemo(() => {
    const months = monthsOf(year).slice(0, view.months.length).map(format.monthShort);
    return {
      option: {
        xAxis: axisOf(months),
        yAxis: valueAxis,
        series: [
          {
            type: 'bar',
            name: areas.issuedYear,
            data: view.months,
            barMaxWidth: 34,
            itemStyle: { color: ink.accent, borderRadius: [2, 2, 0, 0] },
          },
        ],
      },
      table: {
        head: [machine.day, areas.issuedYear],
        rows: months.map((month, i) => [month, format.count(view.months[i] ?? 0)]),
      },
    };
  }, [view, year, areas, machine, format]);
  return (
    <Chart
      title={areas.months}
      summary={words.labelled(areas.months, words.box(format.count(view.issued.year)))}
      option={chart.option}
      table={chart.table}
      height={220}
    />
  );
}
