import { type Credential, credentialEndpoints } from '@sextant/contract/credentials';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { credentialsKey } from './credentials-queries.ts';
import { credentialsTexts } from './credentials-texts.ts';

/** Gives a credential a new password, which every connection that uses it takes at once. */
export function RotateDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const t = useTexts(credentialsTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const rotate = useMutation({
    mutationFn: () => call(credentialEndpoints.update, { params: { id: credential.id }, body: { password } }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: credentialsKey });
      void message.success(t('rotated'));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('rotateTitle', { name: credential.name })}
      okText={t('rotate')}
      okButtonProps={{ disabled: password === '' }}
      cancelText={t('cancel')}
      confirmLoading={rotate.isPending}
      onOk={() => rotate.mutate()}
      onCancel={onClose}
    >
      <p>{t('rotateText', { count: credential.connections_count })}</p>
      <Input.Password
        value={password}
        autoFocus
        maxLength={1000}
        autoComplete="new-password"
        aria-label={t('newPassword')}
        placeholder={t('newPassword')}
        onChange={(event) => setPassword(event.target.value)}
      />
      {rotate.isError && <ErrorNotice error={rotate.error} />}
    </Modal>
  );
}
