import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { saveBlob } from '../lib/download.ts';
import { useTexts } from '../lib/texts.ts';
import { uiTexts } from './ui-texts.ts';
import { useErrorDialog } from './use-error-dialog.tsx';

export type ListFormat = 'csv' | 'json';

interface Props {
  /** Without its extension. */
  fileName: string;
  load: (format: ListFormat) => Promise<Response>;
}

/** Downloads what a list's filter finds, as CSV or JSON; what fails is shown over the page. */
export function ExportMenu({ fileName, load }: Props) {
  const t = useTexts(uiTexts);
  const save = useMutation({
    mutationFn: async (format: ListFormat) =>
      saveBlob(await (await load(format)).blob(), `${fileName}.${format}`),
    onError: useErrorDialog(),
  });
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: (['csv', 'json'] as const).map((format) => ({ key: format, label: format.toUpperCase() })),
        onClick: ({ key }) => save.mutate(key as ListFormat),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={save.isPending}>
        {t('export')}
      </Button>
    </Dropdown>
  );
}
