import { InboxOutlined } from '@ant-design/icons';
import { dataFileExtensions } from '@sextant/contract/data-files';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { askTexts } from './ask-texts.ts';
import styles from './FileDrop.module.css';
import { useFileImport } from './use-file-import.ts';

interface Props {
  /** Called with the workspace connection that holds the new tables. */
  onImported: (connectionId: string) => void;
  children: (pickFile: () => void) => ReactNode;
}

const fileKinds = dataFileExtensions.map((extension) => extension.toUpperCase()).join(' / ');

/** The whole page takes dropped data files; `pickFile` opens the file dialog instead. */
export function FileDrop({ onImported, children }: Props) {
  const t = useTexts(askTexts);
  const picker = useRef<HTMLInputElement>(null);
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const { start, progress, fileName, error, dismiss } = useFileImport(onImported);
  const bearsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const enter = (step: 1 | -1) => (event: DragEvent) => {
    if (!bearsFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button with the file dialog does the same
    <div
      className={styles.area}
      onDragEnter={enter(1)}
      onDragLeave={enter(-1)}
      onDragOver={(event) => bearsFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!bearsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        start([...event.dataTransfer.files]);
      }}
    >
      {children(() => picker.current?.click())}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={dataFileExtensions.map((extension) => `.${extension}`).join(',')}
        onChange={(event) => {
          start([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {over && (
        <div className={styles.overlay}>
          <InboxOutlined className={styles.icon} />
          <div>{t('dropHere')}</div>
          <div className={styles.kinds}>{t('dropKinds', { kinds: fileKinds })}</div>
        </div>
      )}
      {progress !== null && (
        <div className={styles.card} role="status">
          {t(progress < 1 ? 'uploading' : 'reading', { name: fileName })}
          <progress
            className={styles.progress}
            value={progress < 1 ? progress : undefined}
            aria-label={fileName}
          />
        </div>
      )}
      {error !== null && (
        <div className={styles.card}>
          <ErrorNotice error={error} onDismiss={dismiss} />
        </div>
      )}
    </div>
  );
}
