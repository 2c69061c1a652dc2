// Makes the printed cards from docs/cards/*.md: node scripts/cards.mjs [--to folder] [chromium]
// Each becomes one page of A4, as PDF. Chinese needs a Chinese font, such as fonts-noto-cjk.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true });
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'docs', 'cards');
const folder = values.to ?? join(root, 'data', 'cards');
const executablePath = [positionals[0], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!executablePath) {
  console.error('no Chromium found: give its path as the last word');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const inline = (text) =>
  escaped(text)
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/_{6,}/g, '<i class="blank"></i>');

/** The few kinds of blocks that the cards have, as HTML: headings, lists, tables, paragraphs. */
function htmlOf(markdown) {
  // The second paragraph leads to the other language, which is of no use on paper.
  const blocks = markdown.trim().split(/\n\n+/);
  return blocks
    .filter((block) => !block.startsWith('**['))
    .map((block) => {
      const lines = block.split('\n');
      const heading = /^(#+) (.*)$/.exec(block);
      if (heading) return `<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`;
      if (/^\d+\. /.test(block))
        return `<ol>${lines.map((line) => `<li>${inline(line.replace(/^\d+\. /, ''))}</li>`).join('')}</ol>`;
      if (block.startsWith('- '))
        return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`;
      if (block.startsWith('| ')) {
        const [head, , ...rows] = lines.map((line) =>
          line
            .slice(1, -1)
            .split('|')
            .map((cell) => inline(cell.trim())),
        );
        const row = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
        return `<table>${row(head, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>`;
      }
      return `<p>${inline(lines.join(' '))}</p>`;
    })
    .join('\n');
}

const style = `
  @page { size: A4; margin: 0; }
  * { box-sizing: border-box; margin: 0; }
  body { width: 210mm; height: 297mm; padding: 38mm 18mm 10mm; color: #14211c; font: 10pt/1.48 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; }
  h1 { position: absolute; top: 0; left: 0; right: 0; padding: 8mm 18mm; background: #0a5c4a; color: #fff; font-size: 22pt; line-height: 1.2; }
  h2 { margin: 5mm 0 2mm; padding-top: 3mm; border-top: .6mm solid #0a5c4a; color: #0a5c4a; font-size: 1.15em; }
  p { margin: 0 0 5mm; } p:first-of-type { font-size: .76em; }
  ol { padding: 0; list-style: none; counter-reset: step; }
  ol li { position: relative; margin-bottom: 2.6mm; padding-left: 12mm; counter-increment: step; }
  ol li::before { content: counter(step); position: absolute; left: 0; top: .3mm; width: 8mm; height: 8mm; border-radius: 50%; background: #f2c14e; font-weight: 700; line-height: 8mm; text-align: center; }
  ul { padding-left: 6mm; } ul li { margin-bottom: 2mm; }
  table { width: 100%; margin: 4mm 0; border-collapse: collapse; } th, td { padding: 1.6mm 3mm; border: .3mm solid #c9c6bb; text-align: left; } th { background: #dcebe5; }
  .blank { display: inline-block; width: 29mm; height: 1.3em; margin-right: 3mm; border-bottom: .4mm solid #14211c; vertical-align: bottom; }
`;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
// The size of A4 in CSS pixels.
const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
for (const name of readdirSync(source).filter((each) => each.endsWith('.md'))) {
  const language = name.endsWith('.zh-CN.md') ? 'zh-CN' : 'en';
  const html = htmlOf(readFileSync(join(source, name), 'utf8'));
  await page.setContent(`<!doctype html><html lang="${language}"><meta charset="utf-8"><style>${style}</style>${html}`);
  // As large as fits on the page.
  const fits = await page.evaluate(() => {
    const { body } = document;
    for (let points = 18; points >= 10; points -= 0.2) {
      body.style.fontSize = `${points}pt`;
      if (body.scrollHeight <= body.clientHeight) return true;
    }
    return false;
  });
  if (!fits) throw new Error(`${name} does not fit on one page`);
  const file = join(folder, name.replace(/\.md$/, '.pdf'));
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  console.log(file);
}
await browser.close();
