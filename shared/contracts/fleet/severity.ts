/**
 * How urgent a flag is, worst first. Without a schema, so that threads which parse nothing need not
 * load one.
 */
export const severities = ['urgent', 'high', 'normal', 'low'] as const;
