/** The sextant: frame, arc and the index arm in brass. Decorative; the name stands beside it. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <g stroke="var(--ant-color-primary)">
        <path d="M16 5 6 23M16 5l10 18" />
        <path d="M4.600 22.400a21.500 21.500 0 0 0 22.800 0" />
        <path d="M10.800 14.500h10.400" />
      </g>
      <path d="m16 5 3.400 20.600" stroke="var(--sx-brass)" />
      <circle cx="16" cy="5" r="2.200" fill="var(--ant-color-primary)" />
    </svg>
  );
}
