import { DesktopOutlined, MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { type Preferences, setPreferences, type ThemeChoice, usePreferences } from '../lib/preferences.ts';
import { defineTexts, useTexts } from '../lib/texts.ts';

const texts = defineTexts('preferences', {
  zh: { theme: '主题', light: '浅色', dark: '深色', system: '跟随系统', otherLanguage: 'Switch to English' },
  en: { theme: 'Theme', light: 'Light', dark: 'Dark', system: 'As the system', otherLanguage: '切换到中文' },
});

const themeIcons = { light: <SunOutlined />, dark: <MoonOutlined />, system: <DesktopOutlined /> };

/** Language and theme in the header. `onChange` lets a signed-in page keep the choice on the server too. */
export function PreferenceSwitches({ onChange }: { onChange?: (change: Partial<Preferences>) => void }) {
  const t = useTexts(texts);
  const { language, theme } = usePreferences();
  const choose = (change: Partial<Preferences>) => {
    setPreferences(change);
    onChange?.(change);
  };
  const themes: ThemeChoice[] = ['light', 'dark', 'system'];
  return (
    <>
      <Tooltip title={t('otherLanguage')}>
        <Button
          type="text"
          icon={<TranslationOutlined />}
          aria-label={t('otherLanguage')}
          onClick={() => choose({ language: language === 'zh' ? 'en' : 'zh' })}
        />
      </Tooltip>
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: [theme],
          items: themes.map((key) => ({ key, icon: themeIcons[key], label: t(key) })),
          onClick: ({ key }) => choose({ theme: key as ThemeChoice }),
        }}
      >
        <Button type="text" icon={themeIcons[theme]} aria-label={t('theme')} />
      </Dropdown>
    </>
  );
}
