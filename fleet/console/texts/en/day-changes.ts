/** Days that were over when somebody changed whether they count. */
export const dayChanges = {
  title: 'Days changed afterwards',
  lead: 'These days were over when somebody changed whether they count towards pace and target.',
  counted: 'now counted',
  notCounted: 'now not counted',
  what: { suspension: 'Suspension', 'first-day': 'First day changed' },
  why: 'Reason',
  needWhy: 'Enter the reason',
  removedTitle: 'Suspensions that were removed',
  removedBy: (by: string, at: string) => `removed by ${by}, ${at}; these days count`,
};
