import type { ThemeConfig } from 'antd';

/**
 * Ant Design in the console's own colours. base.css has the same values for what is drawn without
 * it.
 */
export const theme: ThemeConfig = {
  hashed: false,
  token: {
    colorPrimary: '#0b6b57',
    colorInfo: '#0b6b57',
    colorLink: '#0b6b57',
    // As in base.css, so that a link looks the same before and after the library is fetched.
    linkDecoration: 'underline',
    linkHoverDecoration: 'underline',
    colorError: '#b3261e',
    colorWarning: '#8a5a00',
    colorSuccess: '#0b6b57',
    colorTextBase: '#1b2421',
    colorTextSecondary: '#56625d',
    colorTextDescription: '#56625d',
    colorTextPlaceholder: '#5f6a65',
    colorBorder: '#c9c6bb',
    colorBgLayout: '#f7f6f2',
    borderRadius: 6,
    fontSize: 15,
    controlHeight: 36,
    fontFamily: 'var(--text)',
    // Some readers ask their computer for less motion.
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: { Button: { primaryShadow: 'none', defaultShadow: 'none' } },
};

/** The same for fingers: what is pressed is as high as narrow.css has it. */
export const touchTheme: ThemeConfig = { ...theme, token: { ...theme.token, controlHeight: 44, controlHeightSM: 44 } };

/** Colours for charts, which draw outside the style sheet. */
export const ink = {
  accent: '#0b6b57',
  accentSoft: '#bcd9cf',
  text: '#1b2421',
  soft: '#56625d',
  line: '#e3e0d7',
  warn: '#c58a12',
  bad: '#b3261e',
} as const;
