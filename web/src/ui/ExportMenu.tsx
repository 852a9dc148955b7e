import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTexts } from '../lib/texts.ts';
import { uiTexts } from './ui-texts.ts';
import { useSaveResponse } from './use-save-response.ts';

export type ListFormat = 'csv' | 'json';

interface Props {
  /** Without its extension. */
  fileName: string;
  load: (format: ListFormat) => Promise<Response>;
}

/** Downloads what a list's filter finds, as CSV or JSON; what fails is shown over the page. */
export function ExportMenu({ fileName, load }: Props) {
  const t = useTexts(uiTexts);
  const save = useSaveResponse();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: (['csv', 'json'] as const).map((format) => ({ key: format, label: format.toUpperCase() })),
        onClick: ({ key }) =>
          save.mutate({ load: () => load(key as ListFormat), fileName: `${fileName}.${key}` }),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={save.isPending}>
        {t('export')}
      </Button>
    </Dropdown>
  );
}
