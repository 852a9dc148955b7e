import type { Language } from '@sextant/contract/text';
import { theme } from 'antd';
import { useMemo } from 'react';
import { usePreferences } from '../../lib/preferences.ts';
import type { ChartInk } from './chart-axes.ts';

/** The colours and the language that charts are drawn with here. */
export function useChartInk(): { ink: ChartInk; background: string; language: Language } {
  const { token } = theme.useToken();
  const { language } = usePreferences();
  const ink = useMemo(
    () => ({
      text: token.colorText,
      faint: token.colorTextSecondary,
      line: token.colorBorderSecondary,
      surface: token.colorBgElevated,
      fontFamily: token.fontFamily,
      isDark: isDark(token.colorBgContainer),
    }),
    [token],
  );
  return { ink, background: token.colorBgContainer, language };
}

function isDark(color: string): boolean {
  const [red = 255, green = 255, blue = 255] = (/^#(..)(..)(..)/.exec(color)?.slice(1) ?? []).map((part) =>
    Number.parseInt(part, 16),
  );
  return red + green + blue < 384;
}
