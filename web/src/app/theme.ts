import { theme as antTheme, type ThemeConfig } from 'antd';
import { usePreferences } from '../lib/preferences.ts';
import { useMedia } from '../lib/use-media.ts';

const teal = { light: '#0E7490', dark: '#22B8CF' };
/** Text on filled teal: white is too faint on the bright teal of the dark theme. */
const onTeal = { light: '#FFFFFF', dark: '#04252C' };
const fontFamily =
  'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

export type Appearance = 'light' | 'dark';

/** The chosen theme, with `system` resolved. */
export function useAppearance(): Appearance {
  const { theme } = usePreferences();
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  if (theme === 'system') return systemDark ? 'dark' : 'light';
  return theme;
}

export function themeOf(appearance: Appearance): ThemeConfig {
  const dark = appearance === 'dark';
  return {
    algorithm: dark ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    hashed: false,
    // The class is on <html>, so that our own style sheets can use antd's variables anywhere.
    cssVar: { key: 'sextant' },
    token: {
      colorPrimary: teal[appearance],
      colorInfo: teal[appearance],
      colorLink: teal[appearance],
      colorPrimaryBg: dark ? '#0F2E35' : '#E6F3F6',
      colorPrimaryBgHover: dark ? '#14404A' : '#CFE7ED',
      controlItemBgActive: dark ? '#0F2E35' : '#E6F3F6',
      controlItemBgActiveHover: dark ? '#14404A' : '#CFE7ED',
      colorInfoBg: dark ? '#0F2E35' : '#E6F3F6',
      colorInfoBorder: dark ? '#1D5563' : '#A9D5E0',
      borderRadius: 8,
      fontSize: 14,
      fontFamily,
      motionDurationFast: '0.06s',
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.14s',
      colorBgLayout: dark ? '#0D1416' : '#F5F7F8',
      colorBgContainer: dark ? '#131C1F' : '#FFFFFF',
      colorBgElevated: dark ? '#1A2528' : '#FFFFFF',
      colorTextTertiary: dark ? 'rgba(255,255,255,0.55)' : 'rgba(0,0,0,0.58)',
      colorTextDescription: dark ? 'rgba(255,255,255,0.62)' : 'rgba(0,0,0,0.60)',
      colorTextPlaceholder: dark ? 'rgba(255,255,255,0.50)' : 'rgba(0,0,0,0.55)',
    },
    components: {
      Button: { primaryColor: onTeal[appearance], primaryShadow: 'none', defaultShadow: 'none' },
      Layout: {
        headerHeight: 48,
        headerPadding: '0 12px',
        headerBg: dark ? '#131C1F' : '#FFFFFF',
        siderBg: dark ? '#131C1F' : '#FFFFFF',
      },
      Menu: {
        itemHeight: 36,
        collapsedWidth: 55,
        activeBarBorderWidth: 0,
        itemSelectedBg: dark ? '#0F2E35' : '#E6F3F6',
        itemSelectedColor: dark ? '#7FDCEB' : '#0B5D74',
      },
    },
  };
}
