import { expect, test } from 'vitest';
import { chartPalette } from './chart-palette.ts';

type Triple = [number, number, number];
type Matrix = [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const sights: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const surfaces = { light: '#FFFFFF', dark: '#131C1F' };

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function seenThrough(matrix: Matrix, color: Triple): Triple {
  const row = (weights: Triple) =>
    Math.max(0, Math.min(1, weights[0] * color[0] + weights[1] * color[1] + weights[2] * color[2]));
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

function okLab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test.each(Object.entries(sights))('any two colours are told apart with %s', (_name, matrix) => {
  const seen = chartPalette.map((hex) => okLab(seenThrough(matrix, linear(hex))));
  const distances = seen.flatMap((one, at) =>
    seen.slice(at + 1).map((other) => Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])),
  );
  expect(distances).toHaveLength(28);
  expect(Math.min(...distances)).toBeGreaterThan(0.095);
});

test.each(Object.entries(surfaces))('every colour stands out from the %s surface', (_name, surface) => {
  for (const hex of chartPalette) {
    const [bright, deep] = [luminance(hex), luminance(surface)].sort((one, other) => other - one) as [
      number,
      number,
    ];
    expect((bright + 0.05) / (deep + 0.05)).toBeGreaterThanOrEqual(3);
  }
});
