/**
 * Eight series colours for light and dark surfaces. Each stands out from both by 3 : 1, what WCAG asks of graphics,
 * and for normal sight and for full protanopia, deuteranopia and tritanopia (simulated after Machado and others,
 * 2009) any two are at least 0.095 apart in OKLab, where the widely used Okabe–Ito colours come down to 0.02. The
 * test holds them to it. Neighbours are as different as they can be.
 */
export const chartPalette = [
  '#0E8FAE',
  '#EB6E06',
  '#8D56DC',
  '#8D575B',
  '#076D9D',
  '#BB706C',
  '#B478F3',
  '#C23308',
] as const;
