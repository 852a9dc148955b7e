/**
 * Eight series colours for light and dark surfaces. For normal sight and for full protanopia, deuteranopia and
 * tritanopia (simulated after Machado and others, 2009) any two are at least 0.09 apart in OKLab, where the widely
 * used Okabe–Ito colours come down to 0.02. The test holds them to it.
 */
export const chartPalette = [
  '#0E8FAE',
  '#D46A0C',
  '#3D5BA9',
  '#A6107B',
  '#07CC86',
  '#D5A200',
  '#7B5D3B',
  '#859072',
] as const;
