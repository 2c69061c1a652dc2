import { type IconName, iconPaths } from './icon-paths.ts';

/**
 * A line drawing in the colour of the text next to it. It is decoration: the text has the meaning.
 */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    <path
      d={iconPaths[name]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
