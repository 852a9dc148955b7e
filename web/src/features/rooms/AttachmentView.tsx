import { DownloadOutlined, FileOutlined } from '@ant-design/icons';
import type { Attachment } from '@sextant/contract/room-messages';
import { Button, Image, Skeleton } from 'antd';
import { useRef } from 'react';
import { saveUrl } from '../../lib/download.ts';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { useSeen } from '../../lib/use-seen.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import styles from './AttachmentView.module.css';
import { useAttachmentUrl } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** An image as a picture, every other file by its name; both can be downloaded. */
export function AttachmentView({ attachment, isImage }: { attachment: Attachment; isImage: boolean }) {
  const t = useTexts(roomsTexts);
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const showError = useErrorMessage();
  const { file_id, name, bytes } = attachment;
  const link = useAttachmentUrl(file_id, isImage && seen);
  const download = async () => {
    const { data, error } = await link.refetch();
    if (data) saveUrl(`${data.url}${data.url.includes('?') ? '&' : '?'}download=true`, name);
    else showError(error);
  };
  return (
    <div ref={box} className={styles.attachment}>
      {isImage && !link.isError && (
        <div className={styles.picture}>
          {link.data ? (
            <Image src={link.data.url} alt={name} className={styles.image} />
          ) : (
            <Skeleton.Node active className={styles.coming} />
          )}
        </div>
      )}
      <div className={styles.file}>
        <FileOutlined />
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.size}>{formatBytes(bytes)}</span>
        <Button
          size="small"
          type="text"
          icon={<DownloadOutlined />}
          aria-label={t('downloadFile', { name })}
          title={t('downloadFile', { name })}
          onClick={() => void download()}
        />
      </div>
    </div>
  );
}
