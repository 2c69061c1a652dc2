import type { Drawing, DrawnPicture, DrawRequest } from './chart-drawn.ts';

/**
 * Draws pictures of charts in a worker thread. The chart library blocks a phone's main thread for
 * half a second, during which taps are not handled. The worker runs the same file that draws a
 * chart on the page, so that it is fetched only once.
 */
interface Thread {
  ask: (drawing: Drawing, width: number, height: number) => Promise<string>;
}

interface Waiting {
  take: (svg: string) => void;
  fail: () => void;
}

function startThread(): Thread {
  const [file] = window.consoleFiles?.chart ?? [];
  if (file === undefined) throw new Error('the build names no file for charts');
  const worker = new Worker(file, { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let broken = false;
  worker.onmessage = ({ data }: MessageEvent<DrawnPicture>) => {
    waiting.get(data.id)?.take(data.svg);
    waiting.delete(data.id);
  };
  worker.onerror = () => {
    broken = true;
    for (const { fail } of waiting.values()) fail();
    waiting.clear();
  };
  const ask: Thread['ask'] = (drawing, width, height) =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new Error('no thread draws charts'));
      if (broken) return fail();
      asked += 1;
      const question: DrawRequest = { id: asked, drawing, width, height };
      worker.postMessage(question);
      waiting.set(asked, { take: resolve, fail });
    });
  return { ask };
}

let thread: Thread | undefined;

/**
 * A chart as SVG text. Rejects if the browser has no such workers or the file cannot be fetched.
 */
export async function chartPicture(drawing: Drawing, width: number, height: number): Promise<string> {
  thread ??= startThread();
  return thread.ask(drawing, width, height);
}
