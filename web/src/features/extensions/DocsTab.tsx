import type { ExtensionDetail } from '@sextant/contract/extensions';
import { Typography } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { extensionsTexts } from './extensions-texts.ts';

/** What the author wrote about the script and its functions. */
export function DocsTab({ document: { docs, functions } }: Pick<ExtensionDetail, 'document'>) {
  const t = useTexts(extensionsTexts);
  const told = Object.entries(functions).filter((entry): entry is [string, string] => entry[1] !== null);
  return (
    <Typography style={{ maxWidth: 800 }}>
      <pre>{docs}</pre>
      {told.length > 0 && <Typography.Title level={5}>{t('functions')}</Typography.Title>}
      {told.map(([name, text]) => (
        <section key={name}>
          <Typography.Text code>{name}</Typography.Text>
          <pre>{text}</pre>
        </section>
      ))}
    </Typography>
  );
}
