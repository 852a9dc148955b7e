/**
 * Eight series colours for light and dark surfaces, after Okabe and Ito: they differ in lightness as well as in hue,
 * so that they stay apart for people with any of the common colour deficiencies.
 */
export const chartPalette = [
  '#0E8FAE',
  '#E08214',
  '#3D5BA9',
  '#C7569B',
  '#2E9E6B',
  '#B8A21B',
  '#8C564B',
  '#7F8A93',
] as const;
