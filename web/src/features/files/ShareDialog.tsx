import { type FileLink, fileLinkEndpoints } from '@sextant/contract/file-links';
import { type FileEntry, type FileGrant, fileEndpoints } from '@sextant/contract/files';
import { roleSchema } from '@sextant/contract/permissions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, List, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePeople } from '../../lib/use-people.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { filesKey, useFileGrants, useFileLinks } from './files-queries.ts';
import { filesTexts } from './files-texts.ts';

/** Whom a file or folder is shared with, and the links to a file. */
export function ShareDialog({ file, onClose }: { file: FileEntry; onClose: () => void }) {
  const t = useTexts(filesTexts);
  return (
    <Modal open title={t('shareTitle', { name: file.name })} footer={null} width={560} onCancel={onClose}>
      <Grants id={file.id} />
      {file.kind === 'file' && <Links id={file.id} />}
    </Modal>
  );
}

const keyOf = ({ subject, subject_id }: Pick<FileGrant, 'subject' | 'subject_id'>) =>
  `${subject}:${subject_id ?? ''}`;

function grantOf(key: string): FileGrant {
  const at = key.indexOf(':');
  const id = key.slice(at + 1);
  return {
    subject: key.slice(0, at) as FileGrant['subject'],
    subject_id: id === '' ? null : id,
    access: 'read',
  };
}

function Grants({ id }: { id: string }) {
  const t = useTexts(filesTexts);
  const client = useQueryClient();
  const grants = useFileGrants(id);
  const people = usePeople();
  const save = useMutation({
    mutationFn: (next: FileGrant[]) =>
      call(fileEndpoints.setGrants, { params: { id }, body: { grants: next } }),
    onSuccess: () => client.invalidateQueries({ queryKey: filesKey }),
  });
  const known = grants.data ?? [];
  const plain = known.map(({ subject, subject_id, access }) => ({ subject, subject_id, access }));
  const roleName = (role: string) => {
    const found = roleSchema.safeParse(role).data;
    return found === undefined ? role : t(`role_${found}`);
  };
  const choices = [
    { value: keyOf({ subject: 'everyone', subject_id: null }), label: t('everyone') },
    ...roleSchema.options.map((role) => ({
      value: keyOf({ subject: 'role', subject_id: role }),
      label: roleName(role),
    })),
    ...people.map(({ id: userId, username }) => ({
      value: keyOf({ subject: 'user', subject_id: userId }),
      label: username,
    })),
  ].filter(({ value }) => !known.some((one) => keyOf(one) === value));
  const nameOf = (one: (typeof known)[number]) =>
    one.subject === 'everyone'
      ? t('everyone')
      : one.subject === 'role'
        ? roleName(one.subject_id ?? '')
        : (one.subject_name ?? one.subject_id);
  return (
    <section aria-label={t('people')}>
      <h4>{t('people')}</h4>
      {(grants.error ?? save.error) !== null && <ErrorNotice error={grants.error ?? save.error} />}
      <Select
        style={{ width: '100%' }}
        value={null}
        placeholder={t('addPeople')}
        aria-label={t('addPeople')}
        showSearch={{ optionFilterProp: 'label' }}
        options={choices}
        onChange={(key: string | null) => key !== null && save.mutate([...plain, grantOf(key)])}
      />
      <List
        size="small"
        loading={grants.isPending || save.isPending}
        dataSource={known}
        locale={{ emptyText: ' ' }}
        renderItem={(one) => (
          <List.Item
            actions={[
              <Select
                key="access"
                size="small"
                aria-label={String(nameOf(one))}
                value={one.access}
                options={[
                  { value: 'read', label: t('read') },
                  { value: 'write', label: t('write') },
                ]}
                onChange={(access) =>
                  save.mutate(
                    plain.map((other) => (keyOf(other) === keyOf(one) ? { ...other, access } : other)),
                  )
                }
              />,
              <Button
                key="remove"
                size="small"
                type="text"
                danger
                onClick={() => save.mutate(plain.filter((other) => keyOf(other) !== keyOf(one)))}
              >
                {t('revoke')}
              </Button>,
            ]}
          >
            {nameOf(one)}
          </List.Item>
        )}
      />
    </section>
  );
}

interface LinkForm {
  days: number;
  password?: string;
}

function Links({ id }: { id: string }) {
  const t = useTexts(filesTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [fresh, setFresh] = useState<FileLink | null>(null);
  const links = useFileLinks(id, true);
  const refresh = () => client.invalidateQueries({ queryKey: [...filesKey, 'links', id] });
  const make = useMutation({
    mutationFn: ({ days, password }: LinkForm) =>
      call(fileLinkEndpoints.create, {
        params: { id },
        body: { expires_in_hours: days * 24, password: password || undefined },
      }),
    onSuccess(link) {
      setFresh(link);
      void refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (link_id: string) => call(fileLinkEndpoints.remove, { params: { id, link_id } }),
    onSuccess() {
      void message.success(t('saved'));
      void refresh();
    },
  });
  const error = links.error ?? make.error ?? remove.error;
  return (
    <section aria-label={t('links')}>
      <h4>{t('links')}</h4>
      <p>{t('linksHint')}</p>
      {error !== null && <ErrorNotice error={error} />}
      <Form<LinkForm> layout="inline" initialValues={{ days: 7 }} onFinish={(values) => make.mutate(values)}>
        <Form.Item name="days">
          <Select
            aria-label={t('linkDays')}
            options={[1, 7, 30, 90].map((count) => ({ value: count, label: t('days', { count }) }))}
          />
        </Form.Item>
        <Form.Item name="password">
          <Input.Password placeholder={t('linkPassword')} autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" loading={make.isPending}>
          {t('makeLink')}
        </Button>
      </Form>
      {fresh?.url && <FreshLink url={new URL(fresh.url, window.location.origin).href} />}
      <List
        size="small"
        loading={links.isPending}
        dataSource={links.data ?? []}
        locale={{ emptyText: ' ' }}
        renderItem={(link) => (
          <List.Item
            actions={[
              <Button key="revoke" size="small" type="text" danger onClick={() => remove.mutate(link.id)}>
                {t('revoke')}
              </Button>,
            ]}
          >
            {t('linkExpires')} <Moment time={link.expires_at} /> ·{' '}
            {t('linkFacts', { count: link.downloads_count })}
          </List.Item>
        )}
      />
    </section>
  );
}

function FreshLink({ url }: { url: string }) {
  const t = useTexts(filesTexts);
  return (
    <div style={{ marginTop: 12 }}>
      <div>{t('linkMade')}</div>
      <Space.Compact block>
        <Input readOnly value={url} aria-label={t('links')} />
        <CopyButton text={url} size="middle" type="default" />
      </Space.Compact>
    </div>
  );
}
