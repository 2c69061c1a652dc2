import { randomUUID } from 'node:crypto';
import { LedgerId, RequestId } from '../../shared/contracts/ids.ts';
import { sha256Chain } from '../adapters/chain.ts';
import type { MqttLink } from '../adapters/mqtt-link.ts';
import { openLedger, type SqliteLedger } from '../adapters/sqlite-ledger.ts';
import type { Agent } from '../agent/agent.ts';
import { createAgent } from '../agent/create-agent.ts';
import type { StaffParts } from '../agent/staff.ts';
import { createDriver, firstMessageId } from '../board/catalogue.ts';
import type { DeviceConfig } from '../config.ts';
import type { AgentObserver, Clock } from '../ports.ts';
import { lineToBoard, linkToFleet } from './connections.ts';
import { frontOf } from './front.ts';
import { type FleetAccess, fleetAccess } from './identity.ts';
import { builtAtMs, packageVersion } from './program.ts';

/** What is needed to create the parts of a kiosk that depend on its disk. */
export interface KioskParts {
  readonly config: DeviceConfig;
  readonly clock: Clock;
  readonly observer: AgentObserver;
  readonly staff: StaffParts;
  /**
   * Takes the data folder for this process, or makes sure that it still holds it. Throws
   * DiskFailure and DataDirInUse.
   */
  holdFolder(): void;
  /** Called when writing finds the ledger file damaged. */
  onDamage(): void;
}

/** The parts of a kiosk that depend on its disk. */
export interface OpenKiosk {
  readonly agent: Agent;
  readonly ledger: SqliteLedger;
  readonly link: MqttLink;
  readonly access: FleetAccess;
}

/**
 * Opens the ledger and makes the agent on it, not started yet. Throws DiskFailure with no file left
 * open.
 */
export function openKiosk(parts: KioskParts): OpenKiosk {
  const { config, clock, observer, holdFolder, onDamage } = parts;
  holdFolder();
  const ledger = openLedger({
    dataDir: config.dataDir,
    machine: config.machine,
    holdFolder,
    chain: sha256Chain,
    newLedger: newLedgerId,
    dated: () => new Date(clock.at()).toISOString().slice(0, 19).replaceAll(':', '-').concat('Z'),
    say: observer.log,
    onDamage,
  });
  try {
    return { ledger, ...agentOn(ledger, parts) };
  } catch (error) {
    ledger.close();
    throw error;
  }
}

function agentOn(
  ledger: SqliteLedger,
  { config, clock, observer, staff }: KioskParts,
): Pick<OpenKiosk, 'agent' | 'link' | 'access'> {
  const { board, lanes, machine } = config;
  const access = fleetAccess(config, clock, () => ledger.position?.timeMs ?? null, observer.log);
  const link = linkToFleet(machine, access.accesses, observer.log, () => agent);
  const agent = createAgent({
    store: ledger,
    driver: createDriver(board.driver, {}, firstMessageId(ledger.last), board),
    line: lineToBoard(config, observer.log, () => agent),
    link,
    clock,
    observer,
    newLedgerId,
    newRequestId,
    machine,
    staff,
    identity: frontOf(config, observer.log, () => agent),
    version: packageVersion(),
    builtAtMs: builtAtMs(),
    lanes,
    cause: ledger.begun,
    rssBytes: () => process.memoryUsage.rss(),
  });
  return { agent, link, access };
}

const newRequestId = (): RequestId => RequestId.parse(randomUUID());
const newLedgerId = (): LedgerId => LedgerId.parse(randomUUID());
