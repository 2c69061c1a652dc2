import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { Display } from '../../shared/screen/display.ts';
import type { PinSlowdown } from '../agent/pin-slowdown.ts';
import type { Ticket } from '../core/input.ts';
import type { Reply } from '../core/reply.ts';
import type { AgentObserver } from '../ports.ts';
import { addRoute } from './http/add-route.ts';
import { type CallerRules, callers as callersBy } from './http/caller.ts';
import { eventStream } from './http/event-stream.ts';
import { healthOf, type Kiosk } from './http/kiosk.ts';
import { kioskMetrics, type Metered } from './http/metrics.ts';
import { kioskOpenApi } from './http/openapi.ts';
import { orderRate } from './http/order-rate.ts';
import { addOrderRoutes } from './http/order-routes.ts';
import { addReadRoutes } from './http/read-routes.ts';
import { addScreenRoutes, type PageFiles } from './http/screen-routes.ts';
import { screenStream } from './http/screen-stream.ts';
import { kioskServer } from './http/server.ts';
import { staffPin } from './http/staff-pin.ts';
import { waitingCallers } from './http/waiting.ts';

/** The address of the kiosk's HTTP server, and what it needs from the kiosk. */
export interface KioskHttpOptions {
  /** A loopback address. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly pin: string;
  readonly slowdown: PinSlowdown;
  readonly callers: CallerRules;
  /** The agent's version, for the description of this HTTP. */
  readonly version: string;
  /** Monotonic ms. */
  readonly monoMs: () => number;
  readonly kiosk: () => Kiosk;
  /** The screen in front, and the files of its page. */
  readonly display: Display;
  readonly page: PageFiles;
  readonly meters?: readonly Metered[];
  readonly log: AgentObserver['log'];
  /** The agent itself is broken: the process is to end. */
  readonly broken: (error: unknown) => void;
}

/** The kiosk's HTTP server. */
export interface KioskHttp {
  /** Starts to listen; returns the port. Fails with the system's error if the port is taken. */
  listen(): Promise<number>;
  reply(ticket: Ticket, reply: Reply): void;
  recorded(ledger: LedgerId, seq: number, line: string): void;
  /** What the screen shows may have changed. */
  changed(): void;
  close(): Promise<void>;
}

/**
 * The kiosk's own HTTP server, for its screen and for staff at the machine [running contract, kiosk
 * HTTP].
 */
export function kioskHttp(options: KioskHttpOptions): KioskHttp {
  const { kiosk, log } = options;
  const callers = waitingCallers();
  const pin = staffPin(options.pin, options.slowdown);
  const who = callersBy(options.callers);
  const stream = eventStream(() => {
    const { agent, ...rest } = kiosk();
    return agent && 'ledger' in rest ? { ledger: rest.ledger, state: () => agent.reported() } : null;
  });
  const app = kioskServer((error) => {
    log('error', 'a request broke the agent · 程序处理请求时出错', { error: String(error) });
    options.broken(error);
  }, who.isOwn);
  addOrderRoutes(app, { kiosk, callers, pin, who, rate: orderRate(options.monoMs), log });
  const screen = screenStream(() => kiosk().agent?.screen() ?? null);
  const { display, page, monoMs } = options;
  addScreenRoutes(app, { kiosk, who, stream: screen, display, page, monoMs });
  addReadRoutes(app, kiosk, stream, who);
  const source = { health: () => healthOf(kiosk()), state: () => kiosk().agent?.reported() ?? null };
  const metrics = kioskMetrics(source, [
    ...(options.meters ?? []),
    { name: 'yaoju_wrong_pins', help: 'Wrong staff PINs since the start', read: () => pin.wrong },
    { name: 'yaoju_waiting_callers', help: 'HTTP callers that wait for an answer', read: () => callers.count },
  ]);
  addRoute(app, 'metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
  addRoute(app, 'description', async () => kioskOpenApi(options.version));

  return {
    async listen() {
      await app.listen({ host: options.host, port: options.port });
      const address = app.server.address();
      return typeof address === 'object' && address ? address.port : options.port;
    },
    reply: (ticket, given) => callers.reply(ticket, given),
    recorded: (ledger, seq, line) => stream.recorded(ledger, seq, line),
    changed: () => screen.changed(),
    async close() {
      stream.close();
      screen.close();
      await app.close();
    },
  };
}
