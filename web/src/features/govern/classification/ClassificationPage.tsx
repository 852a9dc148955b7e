import { PlayCircleOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { governPaths } from '../govern-paths.ts';
import { BatchesTab } from './BatchesTab.tsx';
import { ClassesTab } from './ClassesTab.tsx';
import { useClassify } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';
import { RulesTab } from './RulesTab.tsx';

/** The classes of accounts, the rules that give them and the batches that did; the tab stands in the address. */
export function ClassificationPage() {
  const t = useTexts(classificationTexts);
  const { tab = 'classes' } = useParams();
  const navigate = useNavigate();
  const mayManage = useMay('scheduler:manage');
  const classify = useClassify();
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        mayManage && (
          <Button
            type="primary"
            icon={<PlayCircleOutlined />}
            loading={classify.isPending}
            onClick={() => classify.mutate()}
          >
            {t('classify')}
          </Button>
        )
      }
    >
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) =>
          navigate(next === 'classes' ? governPaths.classification : governPaths.classificationTab(next), {
            replace: true,
          })
        }
        items={[
          { key: 'classes', label: t('classes'), children: <ClassesTab /> },
          { key: 'rules', label: t('rules'), children: <RulesTab /> },
          { key: 'batches', label: t('batches'), children: <BatchesTab /> },
        ]}
      />
    </PageFrame>
  );
}
