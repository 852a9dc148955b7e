import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect } from 'react';
import { RouterProvider } from 'react-router';
import { usePreferences } from '../lib/preferences.ts';
import { queryClient } from '../lib/query-client.ts';
import { localeOf } from '../lib/texts.ts';
import { router } from './router.tsx';
import { themeOf, useAppearance } from './theme.ts';

export function App() {
  const { language } = usePreferences();
  const appearance = useAppearance();
  useEffect(() => {
    document.documentElement.lang = localeOf(language);
    document.documentElement.dataset.theme = appearance;
  }, [language, appearance]);
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider
        theme={themeOf(appearance)}
        locale={language === 'zh' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
      >
        <AntApp component={false}>
          <RouterProvider router={router} />
        </AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
