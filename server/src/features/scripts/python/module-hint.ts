import type { Text } from '@sextant/contract/text';
import type { KnownModule } from './module-interfaces.ts';

/** What to do about a module that gives no interfaces; null when there is nothing. */
export function moduleHint({ name, status }: Pick<KnownModule, 'name' | 'status'>): Text | null {
  if (status === 'missing') {
    const install = `pip install ${name.split('.')[0]}`;
    return {
      zh: `在 SEXTANT_PYTHON 所指的 Python 里运行 ${install}，再点“扫描”，它的全部函数就会列在这里`,
      en: `Run ${install} in the Python that SEXTANT_PYTHON names, then scan; all its functions will stand here`,
    };
  }
  if (status !== 'failed') return null;
  return {
    zh: `在 SEXTANT_PYTHON 所指的 Python 里试运行 import ${name}，补上缺少的库，再点“扫描”`,
    en: `Try import ${name} in the Python that SEXTANT_PYTHON names, add what it lacks, then scan`,
  };
}
