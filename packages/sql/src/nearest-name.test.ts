import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('the nearest name', () => {
  const names = ['orders', 'order_items', 'customers', '客户', '订单明细', 'Products'];

  it('is found over letter case, a wrong letter, a missing one and two that were swapped', () => {
    expect(nearestName('ORDERS', names)).toBe('orders');
    expect(nearestName('custumers', names)).toBe('customers');
    expect(nearestName('ordrs', names)).toBe('orders');
    expect(nearestName('odrers', names)).toBe('orders');
    expect(nearestName('product', names)).toBe('Products');
    expect(nearestName('订单明', names)).toBe('订单明细');
  });

  it('prefers what is a letter away to what merely begins alike', () => {
    expect(nearestName('order', names)).toBe('orders');
    expect(nearestName('items', names)).toBe('order_items');
  });

  it('is none when nothing is near', () => {
    expect(nearestName('suppliers', names)).toBeNull();
    expect(nearestName('xy', names)).toBeNull();
    expect(nearestName('a', [])).toBeNull();
  });
});
