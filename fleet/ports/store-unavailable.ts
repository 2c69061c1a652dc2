/**
 * The store's computer does not let it do a call at the moment: its disk is full, read-only, or
 * does not answer. Nothing was changed, and the same call may succeed later.
 */
export class StoreUnavailable extends Error {}
