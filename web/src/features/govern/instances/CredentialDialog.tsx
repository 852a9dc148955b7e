import { credentialEndpoints } from '@sextant/contract/credentials';
import { useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { useTexts } from '../../../lib/texts.ts';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { instancesTexts } from './instances-texts.ts';

const choices = 500;

interface Props {
  count: number;
  onChoose: (credentialId: string) => void;
  onClose: () => void;
}

/** Chooses the credential that the chosen instances log in with from now on. */
export function CredentialDialog({ count, onChoose, onClose }: Props) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const [chosen, setChosen] = useState<string>();
  const credentials = useQuery({
    queryKey: ['credentials', 'choices'],
    queryFn: async ({ signal }) => {
      const query = { kind: 'database' as const, limit: choices };
      return (await call(credentialEndpoints.list, { query, signal })).credentials;
    },
  });
  return (
    <Modal
      open
      title={t('useCredentialTitle', { count })}
      okText={g('save')}
      cancelText={g('cancel')}
      okButtonProps={{ disabled: chosen === undefined }}
      onOk={() => chosen !== undefined && onChoose(chosen)}
      onCancel={onClose}
    >
      <Select
        autoFocus
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('credential')}
        placeholder={t('credential')}
        style={{ width: '100%', marginBottom: 8 }}
        value={chosen}
        loading={credentials.isPending}
        options={(credentials.data ?? []).map(({ id, name, username }) => ({
          value: id,
          label: `${name} (${username})`,
        }))}
        onChange={setChosen}
      />
      <Link to={governPaths.credentials}>{t('manageCredentials')}</Link>
    </Modal>
  );
}
