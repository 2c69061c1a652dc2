import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Account, Area, AreaTree, Info, Permission, Session } from '../../../shared/contracts/fleet-http.ts';
import { useLanguage } from '../texts/texts.tsx';

/** What every page knows: who is signed in, the areas they may see, the names of products. */
export interface Fleet {
  readonly account: Account;
  readonly info: Info;
  readonly tree: AreaTree;
  readonly area: (code: string) => Area | undefined;
  /**
   * The name with those of the areas above it, starting below the asker's own area: `南昌市 · 东湖区`.
   */
  readonly areaPath: (code: string) => string;
  readonly areaName: (code: string) => string;
  /** The name of a product, or its code if it is unknown. */
  readonly product: (code: string) => string;
  /**
   * Why a machine is stopped or its days are not counted, in words; or the code if it is unknown.
   */
  readonly reason: (code: string) => string;
  /** Whether the user has a permission. */
  readonly may: (permission: Permission) => boolean;
  /** Whether flags, notes, stops, trips and contacts may be changed. */
  readonly mayWrite: boolean;
  /** Whether planograms and recalls may be changed, and lines decided about. */
  readonly mayStock: boolean;
  /** Whether machines may be commanded: commands, locks and limits. */
  readonly mayCommand: boolean;
  readonly isAdmin: boolean;
}

const FleetContext = createContext<Fleet | null>(null);

interface Props {
  session: Session;
  info: Info;
  tree: AreaTree;
  children: ReactNode;
}

/**
 * Provides the account, the server's information and the tree of areas to the components below it.
 */
export function FleetProvider({ session, info, tree, children }: Props) {
  const { language } = useLanguage();
  const fleet = useMemo<Fleet>(() => {
    const areas = new Map(tree.areas.map((area) => [area.code, area]));
    const products = new Map(info.products.map((product) => [product.code, product]));
    const reasons = new Map(info.reasons.map((reason) => [reason.code, reason]));
    const pathOf = (code: string): string[] => {
      const area = areas.get(code);
      if (!area) return [code];
      return area.code === tree.root || area.parent === null || !areas.has(area.parent)
        ? [area.name]
        : [...(area.parent === tree.root ? [] : pathOf(area.parent)), area.name];
    };
    return {
      account: session.account,
      info,
      tree,
      area: (code) => areas.get(code),
      areaName: (code) => areas.get(code)?.name ?? code,
      areaPath: (code) => pathOf(code).join(' · '),
      product: (code) => products.get(code)?.[language] ?? code,
      reason: (code) => reasons.get(code)?.[language] ?? code,
      may: (permission) => session.permissions.includes(permission),
      mayWrite: session.permissions.includes('act'),
      mayStock: session.permissions.includes('stock'),
      mayCommand: session.permissions.includes('machine'),
      isAdmin: session.permissions.includes('administer'),
    };
  }, [session, info, tree, language]);
  return <FleetContext.Provider value={fleet}>{children}</FleetContext.Provider>;
}

/** The account, the server's information and the tree of areas. Throws outside `FleetProvider`. */
export function useFleet(): Fleet {
  const fleet = useContext(FleetContext);
  if (!fleet) throw new Error('the fleet is asked for outside of the gate');
  return fleet;
}
