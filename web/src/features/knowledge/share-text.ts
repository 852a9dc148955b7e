/** A share of one as percent; a dash where there is nothing to divide by. */
export function shareText(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 1000) / 10} %`;
}
