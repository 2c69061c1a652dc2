import type { Display } from '../../../shared/screen/display.ts';

/** What the panel shows of a kiosk. */
export interface ShownKiosk {
  readonly title: string;
  readonly screen: Display;
}

/** What a tester does by one press: its words, and what is typed for it. */
const presses: readonly {
  readonly group: string;
  readonly items: readonly (readonly [label: string, line: string])[];
}[] = [
  {
    group: '证件与扫码 · card and code',
    items: [
      ['放上证件 · lay a card', 'card'],
      ['放上另一张证件 · lay another card', 'card 00000019850615002'],
      ['拿开证件 · lift the card', 'lift'],
      ['下一次读卡出错 · next reading fails', 'card-fault bad-checksum'],
      ['扫码 48217730 · scan 48217730', 'scan 48217730'],
      ['拔下读卡器 · unplug the reader', 'reader unplug'],
      ['插上读卡器 · plug in the reader', 'reader plug'],
    ],
  },
  {
    group: '货道 · lanes',
    items: [
      ['1 号货道卡住 · lane 1 jams', 'jam 1'],
      ['1 号货道空转 · lane 1 gives nothing', 'nothing 1'],
      ['1 号货道修好 · lane 1 is repaired', 'free 1'],
    ],
  },
  {
    group: '机柜 · cabinet',
    items: [
      ['打开柜门 · open the door', 'door open'],
      ['关上柜门 · close the door', 'door closed'],
      ['柜内 41.5 度 · 41.5 °C inside', 'temp 41.5'],
      ['柜内 25 度 · 25 °C inside', 'temp 25'],
      ['断电 · power off', 'power off'],
      ['来电 · power on', 'power on'],
      ['拔下数据线 · unplug', 'unplug'],
      ['插上数据线 · plug in', 'plug'],
    ],
  },
];

const style = `
  * { box-sizing: border-box; margin: 0; }
  body { display: grid; grid-template-columns: 300px 1fr; height: 100vh; overflow: hidden; background: #2a302d; color: #eef1ef; font: 14px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif; }
  aside { height: 100vh; padding: 20px; overflow-y: auto; background: #1c211f; }
  h1 { font-size: 18px; } h2 { margin: 18px 0 6px; font-size: 13px; font-weight: 500; color: #a9b6b0; }
  button { display: block; width: 100%; margin-top: 5px; padding: 5px 12px; border: 1px solid #4b5651; border-radius: 8px; background: #2a302d; color: inherit; font: inherit; text-align: left; cursor: pointer; }
  button:hover { background: #36403b; }
  form { display: flex; margin-top: 18px; } input { flex: 1; min-width: 0; padding: 8px; border: 1px solid #4b5651; border-radius: 8px; background: #111513; color: inherit; font: inherit; }
  pre { margin-top: 12px; white-space: pre-wrap; color: #f2c14e; font-size: 13px; }
  main { display: flex; align-items: center; justify-content: center; padding: 24px; overflow: hidden; }
  .bezel { padding: 18px; border-radius: 18px; background: #0d100f; box-shadow: 0 12px 50px rgba(0,0,0,.5); }
  .glass { position: relative; overflow: hidden; border-radius: 4px; } iframe { border: 0; transform-origin: 0 0; }
`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The script: scales the glass to the window, and types what was pressed. */
const script = ({ screen: { widthPx, heightPx } }: ShownKiosk): string => `
  const [width, height] = [${widthPx}, ${heightPx}];
  const fit = () => {
    const room = document.querySelector('main').getBoundingClientRect();
    const scale = Math.min(1, (room.width - 84) / width, (innerHeight - 84) / height);
    const glass = document.querySelector('.glass');
    glass.style.width = width * scale + 'px'; glass.style.height = height * scale + 'px';
    document.querySelector('iframe').style.transform = 'scale(' + scale + ')';
  };
  addEventListener('resize', fit); fit();
  const enter = async (line) => {
    const answer = await fetch('/enter', { method: 'POST', body: line }).catch(() => null);
    document.querySelector('pre').textContent = '> ' + line + '\\n' + (answer ? await answer.text() : '…');
  };
  for (const button of document.querySelectorAll('button[data-line]')) button.onclick = () => enter(button.dataset.line);
  document.querySelector('form').onsubmit = (event) => {
    event.preventDefault(); const input = document.querySelector('input'); if (input.value) enter(input.value); input.value = '';
  };
`;

/** The panel: what a tester presses, next to the kiosk's own page on a glass of its size. */
export function panelPage(kiosk: ShownKiosk): string {
  const { widthPx, heightPx, diagonalInch } = kiosk.screen;
  const groups = presses.map(
    ({ group, items }) =>
      `<h2>${group}</h2>${items.map(([label, line]) => `<button data-line="${line}">${label}</button>`).join('')}`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${escaped(kiosk.title)}</title><style>${style}</style>
<aside><h1>${escaped(kiosk.title)}</h1><p>${diagonalInch}″ · ${widthPx} × ${heightPx}</p>${groups.join('')}
<form><input placeholder="help" aria-label="命令 · command"></form><pre></pre></aside>
<main><div class="bezel"><div class="glass"><iframe src="/screen" title="屏幕 · screen" width="${widthPx}" height="${heightPx}"></iframe></div></div></main>
<script>${script(kiosk)}</script></html>`;
}
