import { describe, expect, it } from 'vitest';
import { pinyinInitials } from './pinyin-initials.ts';

describe('pinyin initials', () => {
  it('are told for every initial there is', () => {
    const names: Record<string, string> = {
      阿姨: 'ay',
      部门: 'bm',
      仓库: 'ck',
      订单明细: 'ddmx',
      额度: 'ed',
      费用: 'fy',
      供应商: 'gys',
      合同: 'ht',
      价格: 'jg',
      客户编号: 'khbh',
      类别: 'lb',
      名称: 'mc',
      年月: 'ny',
      偶数: 'os',
      品牌: 'pp',
      权限: 'qx',
      日期: 'rq',
      税额: 'se',
      退货: 'th',
      外部: 'wb',
      销售: 'xs',
      员工: 'yg',
      状态: 'zt',
    };
    for (const [name, letters] of Object.entries(names))
      expect(pinyinInitials(name), name).toContain(letters);
  });

  it('know the other reading of common characters', () => {
    expect(pinyinInitials('银行')).toContain('yh');
    expect(pinyinInitials('会计科目')).toContain('kjkm');
    expect(pinyinInitials('会员')).toContain('hy');
    expect(pinyinInitials('重庆')).toContain('cq');
  });

  it('keep letters and digits, and leave a text without Chinese alone', () => {
    expect(pinyinInitials('客户_ID2')).toContain('khid2');
    expect(pinyinInitials('orders')).toEqual([]);
  });
});
