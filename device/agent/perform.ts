import type { Act } from '../core/act.ts';
import type { Now } from '../core/input.ts';
import { forget } from '../core/screen/person.ts';
import type { AgentParts } from './agent.ts';
import type { Board } from './board.ts';
import type { AgentHealth } from './health.ts';
import type { Loop } from './loop.ts';
import { batchFrom } from './sending.ts';
import type { AgentState } from './state.ts';

/** What is needed to perform acts. */
export interface Performers {
  readonly parts: AgentParts;
  readonly state: Pick<AgentState, 'run'>;
  readonly loop: Pick<Loop, 'addFirst' | 'onDisk'>;
  readonly board: Pick<Board, 'pump'>;
  readonly health: Pick<AgentHealth, 'reported'>;
}

/** Performs one act of a decision whose record is durable. */
export function perform({ parts, state, loop, board, health }: Performers, act: Act, { monoMs }: Now): void {
  const { line, link, driver, observer, store } = parts;
  switch (act.kind) {
    case 'open':
      return line.open();
    case 'order':
      driver.order(act.order, monoMs);
      return board.pump();
    case 'reply':
      return observer.reply(act.ticket, act.reply);
    case 'connect':
      return link.connect(JSON.stringify({ online: false, run: state.run }));
    case 'presence':
      return link.publish('presence', JSON.stringify(act.presence));
    case 'result':
      return link.publish('results', JSON.stringify(act.result));
    case 'report':
      return link.publish('state', JSON.stringify(health.reported()));
    case 'send':
      return loop.onDisk(() => {
        const { payload, through } = batchFrom(store, act.first);
        link.publish('events', payload);
        // The core holds no lines, so it cannot know how many of them fit into a batch. It is
        // informed before it decides anything else.
        loop.addFirst({ kind: 'sent', through });
      });
    case 'keep-position':
      return loop.onDisk(() => store.keepPosition({ ledger: store.ledger, through: act.through, timeMs: act.timeMs }));
    case 'forget':
      return forget(act.person);
    case 'forget-uses':
      return loop.onDisk(() => {
        store.forgetUses(act.before);
        parts.identity?.tagger.forget(act.before);
      });
    case 'restart':
      return observer.restart();
  }
}
